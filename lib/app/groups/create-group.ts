import type { Write } from '../../domain/documents.ts';
import { type Group, groupId } from '../../domain/group/group.ts';
import { impliedPolicies } from '../../domain/group/implied-policies.ts';
import { keptSource } from '../../domain/group/mixed-instances.ts';
import { inInstances, isWeighed, weightOf } from '../../domain/group/units.ts';
import { makeWatch } from '../../domain/health/make-watch.ts';
import { healthRuleOf } from '../../domain/health/read-rule.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { childId } from '../../domain/kernel/ids.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { newId, untilCommitted } from '../app.ts';
import { newCluster } from '../clusters/new-cluster.ts';
import { fileAction } from '../engine/file-action.ts';
import { uponCluster } from '../engine/upon-cluster.ts';
import { boundTo } from './bound-to.ts';
import { findLaunch } from './find-launch.ts';
import type { GroupApp, Grouping, NewGroup, Realm } from './grouping.ts';
import { changedHooks, hookedCluster, hookPolicy } from './lifecycle-hooks.ts';
import { subscriptionsOf } from './notifications.ts';
import { forgetTracking } from './scaling-policies.ts';
import { launchedTags } from './tag-group.ts';
import { tryTarget } from './try-target.ts';

/** A group is made whole, in one commit: its cluster, the policies that every group has, and what is kept for its clients. */
export const createGroup =
  (app: GroupApp): Grouping['createGroup'] =>
  (realm, request) =>
    untilCommitted(async () => {
      const { caller, region } = realm;
      const project = caller.projectId;
      const before = await app.store.get('group', { project, id: groupId(region, request.name) });
      if (before && (await app.store.get('cluster', { project, id: before.clusterId }))) {
        return refused(
          'group.exists',
          `AutoScalingGroup by this name already exists - A group with the name ${request.name} already exists`,
        );
      }
      if (before?.scaling.some(({ kind }) => kind === 'TargetTrackingScaling')) {
        await forgetTracking(app, before);
        return 'stale';
      }
      const launch = await findLaunch(app, realm, keptSource(request.launch, undefined));
      if (launch.kind === 'refused') return launch;
      const { hooks: asked = [], account = '' } = request.hooked ?? {};
      const put = changedHooks(app, [], asked);
      if (put.kind === 'refused') return put;
      const untold = await tryTarget(app, realm, { group: request.name, account }, asked);
      if (untold) return untold;
      const { minSize: least, maxSize: most, desiredCapacity: wanted = least } = request;
      const weight = weightOf(launch.source);
      const units = { minSize: least, maxSize: most, desiredCapacity: wanted };
      const { minSize, maxSize, desiredCapacity } = inInstances(units, weight);
      const cluster = newCluster(app, caller, launch.profile, {
        name: request.name,
        minSize,
        maxSize,
        desiredCapacity,
        ...(request.desiredCapacity !== undefined && { declared: { user: caller.userId, number: request.desiredCapacity } }),
        config: {
          'node.protected_from_scale_in': request.protectsNew,
          'node.metadata': launchedTags(request.tags),
          // An instance in another's place is launched from what the group launches now.
          'node.follows_profile': true,
        },
      });
      const policies = policiesFor(app, realm, request);
      const bindings = policies.map((policy) => boundTo(app, policy, cluster.profileType));
      const hooks = put.hooks.map((hook) => hookPolicy(app, realm, { group: request.name, account }, hook));
      const kept = { ...request, launch: launch.source, ...(isWeighed(weight) && { units }) };
      const group = { ...groupOf(app, realm, kept, cluster.id, policies, before?.version ?? 0), hooks: put.hooks };
      const filed = await fileAction(app, {
        action: uponCluster(cluster, {
          id: newId(app),
          user: caller.userId,
          action: 'CLUSTER_CREATE',
          // The region: its activities are told of when it is gone, too.
          inputs: { size_before: 0, number: desiredCapacity, region },
        }),
        cluster: hookedCluster(app, { ...cluster, bindings }, put.hooks, hooks),
        writes: [
          ...launch.writes,
          { put: 'group', doc: group },
          ...[...policies, ...hooks].flatMap((policy) => writesFor(app, cluster, policy)),
          ...(before ? await leftBy(app, before) : []),
        ],
      });
      return filed === 'stale' || filed.kind === 'refused' ? filed : { kind: 'ok', actionId: filed.actionId };
    });

/** A group of the same name that went lately may have left policies. */
export async function leftBy(
  { store }: Pick<GroupApp, 'store'>,
  { project, policies, hooks = [], notifications = [] }: Group,
): Promise<readonly Write[]> {
  const ids = [...policies, ...hooks.map(({ policyId }) => policyId)];
  const left = await store.getMany(
    'policy',
    ids.map((id) => ({ project, id })),
  );
  return [...left.map((doc) => ({ remove: 'policy', doc }) as const), ...(await subscriptionsOf({ store }, { project, notifications }))];
}

const groupOf = (
  app: GroupApp,
  { caller, region }: Realm,
  request: NewGroup,
  clusterId: string,
  policies: readonly Policy[],
  version: number,
): Group => {
  const { minSize: _, maxSize: __, desiredCapacity: ___, protectsNew: ____, hooked: _____, ...manners } = request;
  const own = { id: groupId(region, request.name), project: caller.projectId, user: caller.userId, region };
  return {
    ...manners,
    ...own,
    clusterId,
    metrics: [],
    scaling: [],
    policies: policies.map(({ id }) => id),
    createdAt: app.clock.now(),
    version,
  };
};

/** New ones, of whoever asks. */
export function policiesFor(
  app: GroupApp,
  { caller }: Realm,
  group: Pick<Group, 'name' | 'terminationPolicies' | 'healthCheckGracePeriod'>,
): readonly Policy[] {
  // Of one draw, so that no two of them can be the same.
  const drawn = newId(app);
  return impliedPolicies(group, app.policyLimits.leastHealthInterval).map((spec, place) => {
    const type = String(spec.type);
    return {
      id: childId(drawn, 'policy', place, app.clock.now()),
      project: caller.projectId,
      user: caller.userId,
      domain: null,
      name: `${group.name}-${type.split('.').at(-1)}`,
      type: `${type}-${spec.version}`,
      spec,
      data: {},
      createdAt: app.clock.now(),
      updatedAt: null,
      version: 0,
    };
  });
}

/** The policy itself and, where it is about health, the watch that follows it. */
export function writesFor(
  app: GroupApp,
  cluster: Parameters<typeof makeWatch>[0],
  policy: Policy,
  before?: Parameters<typeof makeWatch>[3],
): readonly Write[] {
  const rule = healthRuleOf(policy);
  const watch = rule && makeWatch(cluster, { user: policy.user, policyId: policy.id, enabled: true, rule }, app.clock.now(), before);
  return [{ put: 'policy', doc: policy }, ...(watch ? [{ put: 'watch', doc: watch } as const] : [])];
}
