import type { SeenActivity } from '../../../app/groups/seen-activity.ts';
import type { ActivityKind } from '../../../domain/group/activity-kind.ts';
import { isAwsFault } from '../fault.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { groupArn } from './arn.ts';
import { name } from './constraints.ts';
import { reads, realmOf, text, texts } from './operation.ts';
import { page } from './page.ts';

export const describeScalingActivities = reads({ AutoScalingGroupName: name }, async ({ groups }, call, input) => {
  const group = input.AutoScalingGroupName;
  const listed = await groups.listActivities(
    realmOf(call),
    group === undefined ? undefined : text(group),
    input.IncludeDeletedGroups === true,
  );
  if (listed.kind === 'refused') return listed;
  const ids = texts(input.ActivityIds);
  const wanted = ids?.length ? listed.activities.filter(({ id }) => ids.includes(id)) : listed.activities;
  const shown = page(call, 'DescribeScalingActivities', input, wanted, ({ id }) => id, { usual: 100, most: 100 });
  if (isAwsFault(shown)) return shown;
  return { Activities: shown.items.map((one) => activityView(call, one)), ...(shown.next !== undefined && { NextToken: shown.next }) };
});

const DESCRIPTIONS: Readonly<Record<ActivityKind, string>> = {
  launch: 'Launching a new EC2 instance',
  terminate: 'Terminating EC2 instance',
  attach: 'Attaching an existing EC2 instance',
  detach: 'Detaching EC2 instance',
  'enter-standby': 'Moving EC2 instance to Standby',
  'exit-standby': 'Moving EC2 instance out of Standby',
};

export const activityView = (call: AwsCall, activity: SeenActivity): Structure => ({
  ActivityId: activity.id,
  AutoScalingGroupName: activity.groupName,
  Description: `${DESCRIPTIONS[activity.kind]}: ${activity.instanceId}`,
  Cause: activity.cause,
  StartTime: activity.startedAt,
  ...(activity.endedAt !== null && { EndTime: activity.endedAt }),
  StatusCode: activity.status,
  ...(activity.message !== '' && { StatusMessage: activity.message.slice(0, 255) }),
  Progress: activity.progress,
  Details: JSON.stringify(activity.zone === '' ? {} : { 'Availability Zone': activity.zone }),
  AutoScalingGroupARN: groupArn(call, activity.clusterId, activity.groupName),
  ...(activity.isDeleted && { AutoScalingGroupState: 'Deleted' }),
});
