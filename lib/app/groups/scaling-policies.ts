import type { Write } from '../../domain/documents.ts';
import type { Group } from '../../domain/group/group.ts';
import type { ScalingPolicy } from '../../domain/group/scaling-policy.ts';
import { alarmsOf } from '../../domain/group/target-tracking.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { newId, untilCommitted } from '../app.ts';
import { remindOf } from '../metrics/put-metric-data.ts';
import { findPolicy } from './execute-policy.ts';
import type { GroupApp, Grouping } from './grouping.ts';
import { livingGroups } from './observe-groups.ts';
import { groupMissing } from './see-groups.ts';
import { type Tracker, trackingWrites } from './tracking-alarms.ts';

/** AWS's. */
const MOST_POLICIES = 50;

/** A policy of the same name is replaced, and keeps its id: whoever has its ARN goes on. The alarms that it makes for itself come and go with it. */
export const putScalingPolicy =
  (app: GroupApp): Grouping['putScalingPolicy'] =>
  async (realm, name, policy) => {
    const put = await untilCommitted(async () => {
      const [living] = await livingGroups(app, realm, [name]);
      if (!living) return groupMissing(name);
      const { group } = living;
      const before = group.scaling.find((one) => one.name === policy.name);
      const next: ScalingPolicy = { ...policy, id: before?.id ?? newId(app) };
      const others = group.scaling.filter((one) => one !== before);
      if (others.length >= MOST_POLICIES) return refused('quota.exceeded', `A group has ${MOST_POLICIES} scaling policies at most.`);
      const tracking = await trackingWrites(app, realm.caller.userId, group, before, next);
      if (tracking.kind === 'refused') return tracking;
      const committed = await app.store.commit([{ put: 'group', doc: { ...group, scaling: [...others, next] } }, ...tracking.writes]);
      return committed === 'stale' ? 'stale' : { kind: 'ok' as const, policy: next, alarms: tracking.alarms };
    });
    if (put.kind === 'refused') return put;
    for (const alarm of put.alarms) await remindOf(app, alarm);
    return { kind: 'ok', id: put.policy.id, alarms: alarmsOf(name, put.policy).map((alarm) => alarm.name) };
  };

export const deleteScalingPolicy =
  (app: GroupApp): Grouping['deleteScalingPolicy'] =>
  (realm, meant) =>
    untilCommitted(async () => {
      const found = await findPolicy(app, realm, meant);
      if (found.kind === 'refused') return found;
      const { group, policy } = found;
      return (await removed(app, group, policy)) === 'stale' ? 'stale' : { kind: 'ok' };
    });

/** Takes a policy out of its group, with its alarms. */
async function removed(app: Tracker, group: Group, policy: ScalingPolicy): Promise<'committed' | 'stale' | Refusal> {
  const tracking = await trackingWrites(app, group.user, group, policy, undefined);
  if (tracking.kind === 'refused') return tracking;
  const left: Write = { put: 'group', doc: { ...group, scaling: group.scaling.filter(({ id }) => id !== policy.id) } };
  return app.store.commit([left, ...tracking.writes]);
}

/** A group that goes lets go of the policies that have alarms of their own, one by one. Done twice it is done once; what is left, the sweep sees to. */
export async function forgetTracking(app: Tracker, { project, id }: Pick<Group, 'project' | 'id'>): Promise<void> {
  for (let turns = 0; turns < 2 * MOST_POLICIES; turns++) {
    const group = await app.store.get('group', { project, id });
    const policy = group?.scaling.find(({ kind }) => kind === 'TargetTrackingScaling');
    if (!group || !policy) return;
    // Stale is somebody else who does the same, or changes the group meanwhile.
    await removed(app, group, policy);
  }
}
