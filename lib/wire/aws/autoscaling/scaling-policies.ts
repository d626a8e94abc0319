import type { Unnamed } from '../../../app/groups/grouping.ts';
import { ADJUSTMENT_TYPES, type AdjustmentType, type ScalingPolicy, type Step, stepsFault } from '../../../domain/group/scaling-policy.ts';
import { type AwsFault, isAwsFault, validationError } from '../fault.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { policyIdIn, scalingPolicyArn } from './arn.ts';
import { name } from './constraints.ts';
import { changes, nothing, number, reads, realmOf, structures, text, texts } from './operation.ts';
import { page } from './page.ts';

export const putScalingPolicy = changes(
  {
    AutoScalingGroupName: name,
    PolicyName: name,
    PolicyType: { values: ['SimpleScaling', 'StepScaling'] },
    AdjustmentType: { values: ADJUSTMENT_TYPES },
    MetricAggregationType: { values: ['Minimum', 'Maximum', 'Average'] },
    ScalingAdjustment: { whole: true },
    Cooldown: { whole: true, min: 0 },
    EstimatedInstanceWarmup: { whole: true, min: 0 },
  },
  async ({ groups }, call, input) => {
    const policy = policyIn(input);
    if (isAwsFault(policy)) return policy;
    const group = text(input.AutoScalingGroupName);
    const put = await groups.putScalingPolicy(realmOf(call), group, policy);
    return put.kind === 'refused' ? put : { PolicyARN: scalingPolicyArn(call, put.id, group, policy.name), Alarms: [] };
  },
);

function policyIn(input: Structure): Unnamed<ScalingPolicy> | AwsFault {
  const kind = text(input.PolicyType ?? 'SimpleScaling');
  const { AdjustmentType: type, ScalingAdjustment: adjustment, StepAdjustments: steps } = input;
  if (type === undefined) return validationError(`You must specify an AdjustmentType for policy type: ${kind}`);
  const least = number(input.MinAdjustmentMagnitude) ?? number(input.MinAdjustmentStep);
  if (least !== undefined && type !== 'PercentChangeInCapacity')
    return validationError('MinAdjustmentMagnitude is only supported by PercentChangeInCapacity adjustments');
  const own = {
    name: text(input.PolicyName),
    adjustmentType: text(type) as AdjustmentType,
    enabled: input.Enabled !== false,
    ...(least !== undefined && { minMagnitude: least }),
  };
  if (kind === 'StepScaling') return withSteps(own, input);
  if (adjustment === undefined || steps !== undefined)
    return validationError('You must specify a ScalingAdjustment, and no StepAdjustments, for policy type: SimpleScaling');
  if (type === 'ExactCapacity' && Number(adjustment) < 0) return validationError('ScalingAdjustment must be >= 0 for ExactCapacity');
  const cooldown = number(input.Cooldown);
  return { ...own, kind: 'SimpleScaling', adjustment: Number(adjustment), ...(cooldown !== undefined && { cooldown }) };
}

type Own = Pick<ScalingPolicy, 'name' | 'adjustmentType' | 'enabled' | 'minMagnitude'>;

function withSteps(own: Own, input: Structure): Unnamed<ScalingPolicy> | AwsFault {
  if (input.ScalingAdjustment !== undefined || input.Cooldown !== undefined)
    return validationError('ScalingAdjustment and Cooldown are not supported by policy type: StepScaling');
  const steps = structures(input.StepAdjustments).map(stepIn);
  const fault = stepsFault(steps);
  if (fault !== undefined) return validationError(fault);
  const warmup = number(input.EstimatedInstanceWarmup);
  const aggregation = text(input.MetricAggregationType ?? 'Average') as 'Minimum' | 'Maximum' | 'Average';
  return { ...own, kind: 'StepScaling', steps, aggregation, ...(warmup !== undefined && { warmup }) };
}

function stepIn({ MetricIntervalLowerBound, MetricIntervalUpperBound, ScalingAdjustment }: Structure): Step {
  const [lower, upper] = [number(MetricIntervalLowerBound), number(MetricIntervalUpperBound)];
  return { adjustment: Number(ScalingAdjustment ?? 0), ...(lower !== undefined && { lower }), ...(upper !== undefined && { upper }) };
}

export const describePolicies = reads({ AutoScalingGroupName: name }, async ({ groups }, call, input) => {
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
  return {
    ScalingPolicies: shown.items.map(({ policy, of }) => viewOf(call, of, policy)),
    ...(shown.next !== undefined && { NextToken: shown.next }),
  };
});

/** A cooldown that nobody gave is not shown: clients that keep a plan would want it gone again and again. */
const viewOf = (call: AwsCall, group: string, policy: ScalingPolicy): Structure => ({
  AutoScalingGroupName: group,
  PolicyName: policy.name,
  PolicyARN: scalingPolicyArn(call, policy.id, group, policy.name),
  PolicyType: policy.kind,
  AdjustmentType: policy.adjustmentType,
  ...(policy.minMagnitude !== undefined && { MinAdjustmentMagnitude: policy.minMagnitude }),
  ...(policy.kind === 'SimpleScaling'
    ? { ScalingAdjustment: policy.adjustment, ...(policy.cooldown !== undefined && { Cooldown: policy.cooldown }), StepAdjustments: [] }
    : {
        StepAdjustments: policy.steps.map(({ lower, upper, adjustment }) => ({
          ...(lower !== undefined && { MetricIntervalLowerBound: lower }),
          ...(upper !== undefined && { MetricIntervalUpperBound: upper }),
          ScalingAdjustment: adjustment,
        })),
        MetricAggregationType: policy.aggregation,
        ...(policy.warmup !== undefined && { EstimatedInstanceWarmup: policy.warmup }),
      }),
  Alarms: [],
  Enabled: policy.enabled,
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
