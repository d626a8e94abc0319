import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Write } from '../../domain/documents.ts';
import type { Group } from '../../domain/group/group.ts';
import {
  changedHook,
  type GroupHook,
  type HookChange,
  type HookedGroup,
  hookData,
  hookSpec,
  timeFor,
} from '../../domain/group/lifecycle-hook.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { seconds } from '../../domain/kernel/time.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { newId, untilCommitted } from '../app.ts';
import { answerWaiting, hookMissing } from './answer-hooks.ts';
import { boundTo } from './bound-to.ts';
import type { GroupApp, Grouping, Realm } from './grouping.ts';
import { livingGroups } from './observe-groups.ts';
import { groupMissing } from './see-groups.ts';
import { tryTarget } from './try-target.ts';

/** AWS's. */
const MOST_HOOKS = 50;

/** The hooks of a group after changes to some of them. */
export function changedHooks(
  app: GroupApp,
  before: readonly GroupHook[],
  changes: readonly HookChange[],
): { readonly kind: 'ok'; readonly hooks: readonly GroupHook[]; readonly changed: readonly GroupHook[] } | Refusal {
  const hooks = new Map(before.map((hook) => [hook.name, hook]));
  for (const change of changes) {
    const old = hooks.get(change.name);
    const next = changedHook(old, change, old?.policyId ?? newId(app));
    if (!next) return refused('hook.transition', `LifecycleTransition is required to create the lifecycle hook ${change.name}.`);
    hooks.set(change.name, next);
  }
  if (hooks.size > MOST_HOOKS) return refused('quota.exceeded', `A group has ${MOST_HOOKS} lifecycle hooks at most.`);
  const named = new Set(changes.map(({ name }) => name));
  return { kind: 'ok', hooks: [...hooks.values()], changed: [...hooks.values()].filter(({ name }) => named.has(name)) };
}

/** The policy that a hook is, as it is to be stored. @param before as it is stored; undefined of a new one */
export const hookPolicy = (app: GroupApp, { caller }: Realm, of: HookedGroup, hook: GroupHook, before?: Policy): Policy => {
  const now = app.clock.now();
  const spec = hookSpec(hook);
  if (before) return { ...before, spec, data: hookData(of), updatedAt: now };
  return {
    id: hook.policyId,
    project: caller.projectId,
    user: caller.userId,
    domain: null,
    name: hook.name,
    type: `${spec.type}-${spec.version}`,
    spec,
    data: hookData(of),
    createdAt: now,
    updatedAt: null,
    version: 0,
  };
};

/** The cluster with hooks bound to it, and time enough for its actions to be held by them. */
export function hookedCluster(app: GroupApp, cluster: Cluster, hooks: readonly GroupHook[], policies: readonly Policy[]): Cluster {
  const missing = policies.filter(({ id }) => !cluster.bindings.some(({ policyId }) => policyId === id));
  const timeout = seconds(Math.max(cluster.timeout, app.defaultTimeout + timeFor(hooks)));
  if (missing.length === 0 && timeout === cluster.timeout) return cluster;
  return { ...cluster, timeout, bindings: [...cluster.bindings, ...missing.map((policy) => boundTo(app, policy, cluster.profileType))] };
}

/**
 * Makes a hook, or changes one: what is not said again stays. The policy that it is stays, too, and is only said anew, so that instances that wait at it go
 * on waiting.
 */
export const putHook =
  (app: GroupApp): Grouping['putHook'] =>
  async (realm, name, account, change) => {
    const [known] = await livingGroups(app, realm, [name]);
    if (!known) return groupMissing(name);
    const told = change.target ? await tryTarget(app, realm, { group: name, account }, [change]) : undefined;
    if (told) return told;
    return untilCommitted(async () => {
      const [living] = await livingGroups(app, realm, [name]);
      if (!living) return groupMissing(name);
      const { group, cluster } = living;
      const put = changedHooks(app, group.hooks ?? [], [change]);
      if (put.kind === 'refused') return put;
      const of = { group: name, account };
      const stored = await policiesOf(app, group, put.changed);
      const policies = put.changed.map((hook) => hookPolicy(app, realm, of, hook, stored.get(hook.policyId)));
      const hooked = hookedCluster(app, cluster, put.hooks, policies);
      const writes: Write[] = [
        { put: 'group', doc: { ...group, hooks: put.hooks } },
        ...policies.map((doc) => ({ put: 'policy', doc }) as const),
        ...(hooked === cluster ? [] : [{ put: 'cluster', doc: hooked } as const]),
      ];
      return (await app.store.commit(writes)) === 'stale' ? 'stale' : { kind: 'ok' };
    });
  };

async function policiesOf({ store }: GroupApp, { project }: Group, hooks: readonly GroupHook[]): Promise<ReadonlyMap<string, Policy>> {
  const refs = hooks.map(({ policyId: id }) => ({ project, id }));
  return new Map((await store.getMany('policy', refs)).map((policy) => [policy.id, policy]));
}

/** Whoever waits at it does so no longer: on the way in that is the end of it, on the way out it goes on. */
export const deleteHook =
  (app: GroupApp): Grouping['deleteHook'] =>
  (realm, name, called) =>
    untilCommitted(async () => {
      const [living] = await livingGroups(app, realm, [name]);
      if (!living) return groupMissing(name);
      const { group, cluster } = living;
      const hook = group.hooks?.find((one) => one.name === called);
      if (!hook) return hookMissing(called, name);
      await answerWaiting(app, cluster, hook, hook.transition === 'autoscaling:EC2_INSTANCE_LAUNCHING' ? 'ABANDON' : 'CONTINUE');
      const policies = await policiesOf(app, group, [hook]);
      const bindings = cluster.bindings.filter(({ policyId }) => policyId !== hook.policyId);
      const committed = await app.store.commit([
        { put: 'group', doc: { ...group, hooks: group.hooks?.filter((one) => one !== hook) ?? [] } },
        { put: 'cluster', doc: { ...cluster, bindings } },
        ...[...policies.values()].map((doc) => ({ remove: 'policy', doc }) as const),
      ]);
      return committed === 'stale' ? 'stale' : { kind: 'ok' };
    });
