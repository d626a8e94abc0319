import type { Principal } from '../../domain/identity/principal.ts';
import type { Refusal } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { sealedFor, withoutSecret } from '../../domain/policy/hook-secret.ts';
import { hookTopic, hookUrl } from '../../domain/policy/hook-url.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { validatePolicySpec } from '../../domain/policy/validate-spec.ts';
import type { SpecWarning } from '../../domain/spec/spec-warnings.ts';
import { refuseTarget } from '../../domain/subscription/targets.ts';
import { type App, newId } from '../app.ts';
import type { Clustering } from '../clustering.ts';

export const createPolicy =
  (app: App): Clustering['createPolicy'] =>
  async (caller, { name, spec }) => {
    const built = await build(app, caller, spec, { id: newId(app), name });
    if (built.kind === 'refused') return built;
    const { secret, ...created } = built;
    if (secret === undefined) {
      await app.store.commit([{ put: 'policy', doc: built.policy }]);
      return created;
    }
    const sealed = await app.sealing.seal(secret, sealedFor(built.policy));
    if (sealed.kind === 'fault') return { kind: 'refused', fault: sealed.fault };
    const policy = { ...built.policy, sealedSecret: sealed.text };
    await app.store.commit([{ put: 'policy', doc: policy }]);
    return { ...created, policy };
  };

/** Says whether a policy could be created, and creates none. */
export const validatePolicy =
  (app: App): Clustering['validatePolicy'] =>
  async (caller, { spec }) => {
    const built = await build(app, caller, spec, { id: '', name: 'validated_policy' });
    if (built.kind === 'refused') return built;
    const { secret: _, ...valid } = built;
    return valid;
  };

type Built = {
  readonly kind: 'ok';
  readonly policy: Policy;
  readonly warnings: readonly SpecWarning[];
  /** What was in the spec and is not in the policy. */
  readonly secret?: string;
};

async function build(
  app: App,
  { userId: user, projectId: project }: Principal,
  spec: JsonObject,
  own: Pick<Policy, 'id' | 'name'>,
): Promise<Built | Refusal> {
  const read = validatePolicySpec(spec, { ...app.policyLimits, now: app.clock.now() });
  if (read.kind === 'fault') return { kind: 'refused', fault: read.fault };
  const [url, topic] = [hookUrl(spec), hookTopic(spec)];
  const fault =
    topic === undefined ? url && (await app.outgoing.check(url)) : refuseTarget({ type: 'sns', topic }, project, app.targets ?? []);
  if (fault) return { kind: 'refused', fault };
  const { spec: shown, secret } = withoutSecret(read.type, spec, read.properties);
  return {
    kind: 'ok',
    ...(secret !== undefined && { secret }),
    policy: {
      ...own,
      user,
      project,
      domain: null,
      type: read.type,
      spec: shown,
      data: {},
      createdAt: app.clock.now(),
      updatedAt: null,
      version: 0,
    },
    warnings: read.warnings,
  };
}
