import { type Course, courseOf, percentOf, type Refresh } from '../../../domain/refresh/refresh.ts';
import { isAwsFault, validationError } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { name } from './constraints.ts';
import { launchView } from './launch-source.ts';
import { changes, reads, realmOf, text, texts } from './operation.ts';
import { page } from './page.ts';
import { desiredIn, PREFERENCES, preferencesIn, shownHandling } from './refresh-input.ts';

export const startInstanceRefresh = changes(
  { AutoScalingGroupName: name, Strategy: { values: ['Rolling'] }, Preferences: { members: PREFERENCES } },
  async ({ groups }, call, input) => {
    const group = text(input.AutoScalingGroupName);
    const desired = desiredIn(input.DesiredConfiguration as Structure | undefined);
    if (isAwsFault(desired)) return desired;
    const seen = await groups.showGroup(realmOf(call), group);
    if (seen.kind === 'refused') return seen;
    const preferences = preferencesIn((input.Preferences as Structure | undefined) ?? {}, seen.group);
    if (isAwsFault(preferences)) return preferences;
    if (preferences.autoRollback && desired === undefined)
      return validationError('AutoRollback needs a desired configuration: without one there is nothing to roll back to.');
    const started = await groups.startRefresh(realmOf(call), group, { preferences, desired });
    return started.kind === 'refused' ? started : { InstanceRefreshId: started.id };
  },
);

export const cancelInstanceRefresh = changes({ AutoScalingGroupName: name }, async ({ groups }, call, input) => {
  const waits = input.WaitForTransitioningInstances !== false;
  const cancelled = await groups.cancelRefresh(realmOf(call), text(input.AutoScalingGroupName), waits);
  return cancelled.kind === 'refused' ? cancelled : { InstanceRefreshId: cancelled.id };
});

export const rollbackInstanceRefresh = changes({ AutoScalingGroupName: name }, async ({ groups }, call, input) => {
  const back = await groups.rollBackRefresh(realmOf(call), text(input.AutoScalingGroupName));
  return back.kind === 'refused' ? back : { InstanceRefreshId: back.id };
});

export const describeInstanceRefreshes = reads({ AutoScalingGroupName: name }, async ({ groups }, call, input) => {
  const listed = await groups.listRefreshes(realmOf(call), text(input.AutoScalingGroupName));
  if (listed.kind === 'refused') return listed;
  const ids = texts(input.InstanceRefreshIds);
  const wanted = ids?.length ? listed.refreshes.filter(({ id }) => ids.includes(id)) : listed.refreshes;
  const shown = page(call, 'DescribeInstanceRefreshes', input, wanted, ({ id }) => id, { usual: 50, most: 100 });
  if (isAwsFault(shown)) return shown;
  return { InstanceRefreshes: shown.items.map(viewOf), ...(shown.next !== undefined && { NextToken: shown.next }) };
});

function viewOf(refresh: Refresh): Structure {
  const { id, name: group, status, reason, forward, back, endedAt, changes: becomes, aim } = refresh;
  const progress = progressOf(courseOf(refresh));
  return {
    InstanceRefreshId: id,
    AutoScalingGroupName: group,
    Status: status,
    ...(reason !== '' && { StatusReason: reason.slice(0, 1_023) }),
    ...(status !== 'Pending' && { StartTime: forward.since }),
    ...(endedAt !== null && { EndTime: endedAt }),
    ...progress,
    ProgressDetails: { LivePoolProgress: progress },
    Preferences: preferencesView(refresh),
    ...(becomes && { DesiredConfiguration: launchView(aim.launch) }),
    ...(back && {
      RollbackDetails: {
        RollbackReason: back.reason.slice(0, 1_023),
        RollbackStartTime: back.since,
        // How far it had come when it turned.
        PercentageCompleteOnRollback: percentOf(forward),
        InstancesToUpdateOnRollback: forward.left.length,
      },
    }),
    Strategy: 'Rolling',
  };
}

const progressOf = (course: Course): Structure => ({ PercentageComplete: percentOf(course), InstancesToUpdate: course.left.length });

function preferencesView({ preferences }: Refresh): Structure {
  const { healthy, warmup, checkpoints, checkpointDelay, skipMatching, autoRollback, guarded, standby, bake, alarms } = preferences;
  return {
    MinHealthyPercentage: healthy.min,
    MaxHealthyPercentage: healthy.max,
    InstanceWarmup: warmup,
    ...(checkpoints.length > 0 && { CheckpointPercentages: checkpoints, CheckpointDelay: checkpointDelay }),
    SkipMatching: skipMatching,
    AutoRollback: autoRollback,
    ScaleInProtectedInstances: shownHandling(guarded, 'Refresh'),
    StandbyInstances: shownHandling(standby, 'Terminate'),
    ...(alarms.length > 0 && { AlarmSpecification: { Alarms: alarms } }),
    ...(bake > 0 && { BakeTime: bake }),
  };
}
