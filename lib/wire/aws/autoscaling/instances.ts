import { isInstanceId } from '../../../domain/group/instance-id.ts';
import { isAwsFault } from '../fault.ts';
import { activityView } from './activities.ts';
import { name } from './constraints.ts';
import { instanceView } from './group-view.ts';
import { changes, nothing, reads, realmOf, text, texts } from './operation.ts';
import { page } from './page.ts';

export const describeAutoScalingInstances = reads({ InstanceIds: { items: { min: 1, max: 19 } } }, async ({ groups }, call, input) => {
  const ids = texts(input.InstanceIds);
  const all = await groups.listInstances(realmOf(call), ids?.length ? ids.filter(isInstanceId) : undefined);
  if (all.kind === 'refused') return all;
  const shown = page(call, 'DescribeAutoScalingInstances', input, all.instances, ({ instanceId }) => instanceId, { usual: 50, most: 50 });
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
  const ended = await groups.terminateInstance(realmOf(call), text(input.InstanceId), input.ShouldDecrementDesiredCapacity === true);
  return ended.kind === 'refused' ? ended : { Activity: activityView(call, ended.activity) };
});

export const setInstanceProtection = changes(
  { AutoScalingGroupName: name, InstanceIds: { max: 50, items: { min: 1, max: 19 } } },
  async ({ groups }, call, input) => {
    const protect = input.ProtectedFromScaleIn === true;
    const done = await groups.protectInstances(realmOf(call), text(input.AutoScalingGroupName), texts(input.InstanceIds) ?? [], protect);
    return done.kind === 'refused' ? done : nothing;
  },
);

export const setInstanceHealth = changes(
  { InstanceId: { min: 1, max: 19 }, HealthStatus: { values: ['Healthy', 'Unhealthy'] } },
  async ({ groups }, call, input) => {
    const healthy = input.HealthStatus === 'Healthy';
    const judged = await groups.judgeInstance(realmOf(call), text(input.InstanceId), healthy, input.ShouldRespectGracePeriod !== false);
    return judged.kind === 'refused' ? judged : nothing;
  },
);
