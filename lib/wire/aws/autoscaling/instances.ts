import { isInstanceId } from '../../../domain/group/instance-id.ts';
import { isAwsFault } from '../fault.ts';
import { activityView } from './activities.ts';
import { instanceView } from './group-view.ts';
import { changes, reads, realmOf, text, texts } from './operation.ts';
import { page } from './page.ts';

export const describeAutoScalingInstances = reads({ InstanceIds: { items: { min: 1, max: 19 } } }, async ({ groups }, call, input) => {
  const ids = texts(input['InstanceIds']);
  const all = await groups.listInstances(realmOf(call), ids?.length ? ids.filter(isInstanceId) : undefined);
  const shown = page(call, 'DescribeAutoScalingInstances', input, all, ({ instanceId }) => instanceId, { usual: 50, most: 50 });
  if (isAwsFault(shown)) return shown;
  return {
    AutoScalingInstances: shown.items.map((instance) => ({
      ...instanceView(instance),
      AutoScalingGroupName: instance.groupName,
      HealthStatus: instance.health.toUpperCase(),
    })),
    ...(shown.next !== undefined && { NextToken: shown.next }),
  };
});

export const terminateInstanceInAutoScalingGroup = changes({ InstanceId: { min: 1, max: 19 } }, async ({ groups }, call, input) => {
  const ended = await groups.terminateInstance(realmOf(call), text(input['InstanceId']), input['ShouldDecrementDesiredCapacity'] === true);
  return ended.kind === 'refused' ? ended : { Activity: activityView(ended.activity) };
});
