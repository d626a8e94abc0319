import { ADJUSTMENT_TYPES } from '../../../domain/group/scaling-policy.ts';
import { isAwsFault } from '../fault.ts';
import { alarmArn } from '../monitoring/alarm-view.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { policyIdIn, scalingPolicyArn } from './arn.ts';
import { name } from './constraints.ts';
import { changes, nothing, number, reads, realmOf, text, texts } from './operation.ts';
import { page } from './page.ts';
import { policyFrom } from './scaling-policy-input.ts';
import { scalingPolicyView } from './scaling-policy-view.ts';

export const putScalingPolicy = changes(
  {
    AutoScalingGroupName: name,
    PolicyName: name,
    PolicyType: { values: ['SimpleScaling', 'StepScaling', 'TargetTrackingScaling', 'PredictiveScaling'] },
    AdjustmentType: { values: ADJUSTMENT_TYPES },
    MetricAggregationType: { values: ['Minimum', 'Maximum', 'Average'] },
    ScalingAdjustment: { whole: true },
    Cooldown: { whole: true, min: 0 },
    EstimatedInstanceWarmup: { whole: true, min: 0 },
  },
  async ({ groups }, call, input) => {
    const group = text(input.AutoScalingGroupName);
    const policy = policyFrom(input, group);
    if (isAwsFault(policy)) return policy;
    const put = await groups.putScalingPolicy(realmOf(call), group, policy);
    if (put.kind === 'refused') return put;
    const alarms = put.alarms.map((called) => ({ AlarmName: called, AlarmARN: alarmArn(call, called) }));
    return { PolicyARN: scalingPolicyArn(call, put.id, group, policy.name), Alarms: alarms };
  },
);

export const describePolicies = reads({ AutoScalingGroupName: name }, async ({ groups, monitoring }, call, input) => {
  const group = input.AutoScalingGroupName;
  const names = texts(input.PolicyNames);
  const types = texts(input.PolicyTypes);
  const listed = group === undefined ? await groups.listGroups(realmOf(call)) : await groups.showGroup(realmOf(call), text(group));
  if (listed.kind === 'refused') return listed;
  const all = ('groups' in listed ? listed.groups : [listed]).flatMap((seen) =>
    seen.group.scaling.map((policy) => ({ policy, of: seen.group.name })),
  );
  const wanted = all
    .filter(
      ({ policy, of }) =>
        !names?.length || names.includes(policy.name) || names.includes(scalingPolicyArn(call, policy.id, of, policy.name)),
    )
    .filter(({ policy }) => !types?.length || types.includes(policy.kind));
  const shown = page(call, 'DescribePolicies', input, wanted, ({ policy }) => policy.id, { usual: 50, most: 100 });
  if (isAwsFault(shown)) return shown;
  const watched = await monitoring.listMetricAlarms(realmOf(call));
  if (watched.kind === 'refused') return watched;
  return {
    ScalingPolicies: shown.items.map(({ policy, of }) => scalingPolicyView(call, of, policy, watched.alarms)),
    ...(shown.next !== undefined && { NextToken: shown.next }),
  };
});

/** A policy by its name in a group, or by its ARN. */
function meant(call: AwsCall, input: Structure) {
  const said = text(input.PolicyName);
  const id = policyIdIn(call, said);
  const group = input.AutoScalingGroupName;
  return { ...(group !== undefined && { group: text(group) }), policy: id === undefined ? { name: said } : { id } };
}

export const deletePolicy = changes({ AutoScalingGroupName: name, PolicyName: { min: 1, max: 1_600 } }, async ({ groups }, call, input) => {
  const deleted = await groups.deleteScalingPolicy(realmOf(call), meant(call, input));
  return deleted.kind === 'refused' ? deleted : nothing;
});

export const executePolicy = changes(
  { AutoScalingGroupName: name, PolicyName: { min: 1, max: 1_600 } },
  async ({ groups }, call, input) => {
    const [value, threshold] = [number(input.MetricValue), number(input.BreachThreshold)];
    const distance = value === undefined || threshold === undefined ? undefined : value - threshold;
    const done = await groups.executePolicy(realmOf(call), meant(call, input), {
      honorsCooldown: input.HonorCooldown === true,
      distance,
    });
    return done.kind === 'refused' ? done : nothing;
  },
);
