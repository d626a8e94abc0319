import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Node } from '../../domain/cluster/node.ts';
import { keptSource } from '../../domain/group/mixed-instances.ts';
import { weightOf } from '../../domain/group/units.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { setOff } from '../../domain/refresh/muster.ts';
import type { Refresh } from '../../domain/refresh/refresh.ts';
import { newId, untilCommitted } from '../app.ts';
import { findLaunch } from './find-launch.ts';
import type { GroupApp } from './grouping.ts';
import type { Launch } from './launch.ts';
import { type Living, livingGroups } from './observe-groups.ts';
import type { Realm } from './realm.ts';
import { activeIn, alarmOf, membersOf, type NewRefresh, type Refreshing, wakeRefresh } from './refreshing.ts';
import { groupMissing } from './see-groups.ts';

/** What is launched from here on is of the new make, whoever launches it; the group itself is told when all of it is done. */
export const startRefresh =
  (app: GroupApp): Refreshing['startRefresh'] =>
  async (realm, name, request) => {
    const started = await untilCommitted(async () => {
      const [living] = await livingGroups(app, realm, [name]);
      if (!living) return groupMissing(name);
      const { group, cluster } = living;
      const { project } = cluster;
      if (await activeIn(app, living))
        return refused(
          'refresh.in-progress',
          'An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.',
        );
      const ringing = await alarmOf(app, { project, region: realm.region, preferences: request.preferences });
      if (ringing !== undefined)
        return refused('refresh.alarm', `The alarm ${ringing} has gone off: an instance refresh would fail at once.`);
      const launch = await findLaunch(app, realm, keptSource(request.desired ?? group.launch, group.launch));
      if (launch.kind === 'refused') return launch;
      if (launch.profile.type !== cluster.profileType)
        return refused(
          'group.profile-type',
          `A group of ${cluster.profileType} cannot launch instances of ${launch.profile.type}: make another group.`,
        );
      if (weightOf(launch.source).each !== weightOf(group.launch).each)
        return refused(
          'group.weight',
          'The desired configuration weighs instances otherwise than the group does: update the group instead.',
        );
      const refresh = begun(app, realm, living, request, launch, await membersOf(app, cluster));
      const patched: Cluster = { ...cluster, profileId: launch.profile.id };
      const committed = await app.store.commit([
        { put: 'refresh', doc: refresh },
        { put: 'group', doc: { ...group, refresh: refresh.id } },
        ...(cluster.profileId === patched.profileId
          ? [{ check: 'cluster', doc: cluster } as const]
          : [{ put: 'cluster', doc: patched } as const]),
        ...launch.writes,
      ]);
      return committed === 'stale' ? 'stale' : { kind: 'ok' as const, refresh };
    });
    if (started.kind === 'refused') return started;
    await wakeRefresh(app, started.refresh);
    return { kind: 'ok', id: started.refresh.id };
  };

function begun(
  app: GroupApp,
  { caller, region }: Realm,
  { group, cluster }: Living,
  { preferences, desired }: NewRefresh,
  launch: Launch,
  nodes: readonly Node[],
): Refresh {
  const now = app.clock.now();
  const aim = { launch: launch.source, profileId: launch.profile.id };
  return {
    id: newId(app),
    project: cluster.project,
    user: caller.userId,
    name: group.name,
    region,
    groupId: group.id,
    clusterId: cluster.id,
    status: 'Pending',
    reason: '',
    preferences,
    aim,
    before: { launch: group.launch, profileId: cluster.profileId },
    changes: desired !== undefined,
    forward: setOff(nodes, aim, preferences, now),
    batch: null,
    batches: 0,
    failures: 0,
    passed: 0,
    pausedUntil: null,
    stuckSince: null,
    dueAt: now,
    endedAt: null,
    version: 0,
  };
}
