import type { SeenActivity } from '../../../app/groups/grouping.ts';
import { isAwsFault } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { name } from './constraints.ts';
import { reads, realmOf, text, texts } from './operation.ts';
import { page } from './page.ts';

export const describeScalingActivities = reads({ AutoScalingGroupName: name }, async ({ groups }, call, input) => {
  const group = input.AutoScalingGroupName;
  const listed = await groups.listActivities(realmOf(call), group === undefined ? undefined : text(group));
  if (listed.kind === 'refused') return listed;
  const ids = texts(input.ActivityIds);
  const wanted = ids?.length ? listed.activities.filter(({ id }) => ids.includes(id)) : listed.activities;
  const shown = page(call, 'DescribeScalingActivities', input, wanted, ({ id }) => id, { usual: 100, most: 100 });
  if (isAwsFault(shown)) return shown;
  return { Activities: shown.items.map(activityView), ...(shown.next !== undefined && { NextToken: shown.next }) };
});

export const activityView = (activity: SeenActivity): Structure => ({
  ActivityId: activity.id,
  AutoScalingGroupName: activity.groupName,
  Description: `${activity.launches ? 'Launching a new' : 'Terminating'} EC2 instance: ${activity.instanceId}`,
  Cause: activity.cause,
  StartTime: activity.startedAt,
  ...(activity.endedAt !== null && { EndTime: activity.endedAt }),
  StatusCode: activity.status,
  ...(activity.message !== '' && { StatusMessage: activity.message.slice(0, 255) }),
  Progress: activity.progress,
  Details: JSON.stringify({ 'Availability Zone': activity.zone }),
});
