import type { Binding } from '../../domain/cluster/cluster.ts';
import type { Write } from '../../domain/documents.ts';
import { type Group, groupId } from '../../domain/group/group.ts';
import { impliedPolicies } from '../../domain/group/implied-policies.ts';
import { makeWatch } from '../../domain/health/make-watch.ts';
import { healthRuleOf } from '../../domain/health/read-rule.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { bindingOf } from '../../domain/policy/binding.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { newId, untilCommitted } from '../app.ts';
import { newCluster } from '../clusters/new-cluster.ts';
import { fileAction } from '../engine/file-action.ts';
import { findLaunch } from './find-launch.ts';
import type { GroupApp, Grouping, NewGroup, Realm } from './grouping.ts';
import { launchedTags } from './tag-group.ts';

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
      const launch = await findLaunch(app, realm, request.launch);
      if (launch.kind === 'refused') return launch;
      const { minSize, maxSize, desiredCapacity = minSize } = request;
      const cluster = newCluster(app, caller, launch.profile, {
        name: request.name,
        minSize,
        maxSize,
        desiredCapacity,
        config: { 'node.protected_from_scale_in': request.protectsNew, 'node.metadata': launchedTags(request.tags) },
      });
      const policies = policiesFor(app, realm, request);
      const bindings = policies.map((policy) => boundTo(app, policy, cluster.profileType));
      const group = groupOf(app, realm, request, cluster.id, policies, before?.version ?? 0);
      const filed = await fileAction(app, {
        action: {
          id: newId(app),
          project,
          user: caller.userId,
          action: 'CLUSTER_CREATE',
          target: cluster.id,
          targetName: cluster.name,
          clusterId: cluster.id,
          inputs: { size_before: 0, number: desiredCapacity },
          timeout: cluster.timeout,
        },
        cluster: { ...cluster, bindings },
        writes: [
          ...launch.checks,
          { put: 'group', doc: group },
          ...policies.flatMap((policy) => writesFor(app, cluster, policy)),
          ...(before ? await leftBy(app, before) : []),
        ],
      });
      return filed === 'stale' || filed.kind === 'refused' ? filed : { kind: 'ok', actionId: filed.actionId };
    });

/** A group of the same name that went lately may have left policies. */
export async function leftBy({ store }: Pick<GroupApp, 'store'>, { project, policies }: Group): Promise<readonly Write[]> {
  const left = await store.getMany(
    'policy',
    policies.map((id) => ({ project, id })),
  );
  return left.map((doc) => ({ remove: 'policy', doc }));
}

const groupOf = (
  app: GroupApp,
  { caller, region }: Realm,
  request: NewGroup,
  clusterId: string,
  policies: readonly Policy[],
  version: number,
): Group => {
  const { minSize: _, maxSize: __, desiredCapacity: ___, protectsNew: ____, ...manners } = request;
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
export const policiesFor = (
  app: GroupApp,
  { caller }: Realm,
  group: Pick<Group, 'name' | 'terminationPolicies' | 'healthCheckGracePeriod'>,
): readonly Policy[] =>
  impliedPolicies(group, app.policyLimits.leastHealthInterval).map((spec) => {
    const type = String(spec.type);
    return {
      id: newId(app),
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

export const boundTo = (app: GroupApp, policy: Policy, profileType: string): Binding => {
  const { priority, data } = bindingOf(policy, profileType);
  return { id: newId(app), policyId: policy.id, policyType: policy.type, enabled: true, priority, data, lastOp: null };
};

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
