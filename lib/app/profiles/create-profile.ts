import type { Principal } from '../../domain/identity/principal.ts';
import type { Refusal } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Profile } from '../../domain/profile/profile.ts';
import { validateProfileSpec } from '../../domain/profile/validate-spec.ts';
import type { SpecWarning } from '../../domain/spec/spec-warnings.ts';
import { type App, newId } from '../app.ts';
import type { Clustering } from '../clustering.ts';

export const createProfile =
  (app: App): Clustering['createProfile'] =>
  async (caller, { name, spec, metadata = {} }) => {
    const built = build(app, caller, spec, { id: newId(app), name, metadata });
    if (built.kind === 'refused') {
      const { fault } = built;
      return fault.code === 'profile.spec.invalid'
        ? { kind: 'refused', fault: { ...fault, message: `Failed in creating profile ${name}: ${fault.message}` } }
        : built;
    }
    await app.store.commit([{ put: 'profile', doc: built.profile }]);
    return built;
  };

/** Says whether a profile could be created, and creates none. */
export const validateProfile =
  (app: App): Clustering['validateProfile'] =>
  async (caller, { spec }) =>
    build(app, caller, spec, { id: '', name: 'validated_profile', metadata: {} });

function build(
  app: App,
  caller: Principal,
  spec: JsonObject,
  own: Pick<Profile, 'id' | 'name' | 'metadata'>,
): { readonly kind: 'ok'; readonly profile: Profile; readonly warnings: readonly SpecWarning[] } | Refusal {
  const read = validateProfileSpec(spec, app.profileTypes);
  if (read.kind === 'fault') return { kind: 'refused', fault: read.fault };
  const { userId: user, projectId: project } = caller;
  return {
    kind: 'ok',
    profile: { ...own, user, project, domain: null, type: read.type, spec, createdAt: app.clock.now(), updatedAt: null, version: 0 },
    warnings: read.warnings,
  };
}
