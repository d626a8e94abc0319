import type { Principal } from '../../domain/identity/principal.ts';
import type { Refusal } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { hookUrl } from '../../domain/policy/hook-url.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { validatePolicySpec } from '../../domain/policy/validate-spec.ts';
import type { SpecWarning } from '../../domain/spec/spec-warnings.ts';
import { type App, newId } from '../app.ts';
import type { Clustering } from '../clustering.ts';

export const createPolicy =
  (app: App): Clustering['createPolicy'] =>
  async (caller, { name, spec }) => {
    const built = await build(app, caller, spec, { id: newId(app), name });
    if (built.kind === 'ok') await app.store.commit([{ put: 'policy', doc: built.policy }]);
    return built;
  };

/** Says whether a policy could be created, and creates none. */
export const validatePolicy =
  (app: App): Clustering['validatePolicy'] =>
  async (caller, { spec }) =>
    build(app, caller, spec, { id: '', name: 'validated_policy' });

async function build(
  app: App,
  { userId: user, projectId: project }: Principal,
  spec: JsonObject,
  own: Pick<Policy, 'id' | 'name'>,
): Promise<{ readonly kind: 'ok'; readonly policy: Policy; readonly warnings: readonly SpecWarning[] } | Refusal> {
  const read = validatePolicySpec(spec, app.policyLimits);
  if (read.kind === 'fault') return { kind: 'refused', fault: read.fault };
  const url = hookUrl(spec);
  const fault = url === undefined ? undefined : await app.outgoing.check(url);
  if (fault) return { kind: 'refused', fault };
  return {
    kind: 'ok',
    policy: {
      ...own,
      user,
      project,
      domain: null,
      type: read.type,
      spec,
      data: {},
      createdAt: app.clock.now(),
      updatedAt: null,
      version: 0,
    },
    warnings: read.warnings,
  };
}
