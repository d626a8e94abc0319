import type { Adjusting, ScalingPolicy } from '../../../domain/group/scaling-policy.ts';
import { ALARM_STATES, type MetricAlarm, policiesOf } from '../../../domain/metric/metric-alarm.ts';
import { alarmArn } from '../monitoring/alarm-view.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { scalingPolicyArn } from './arn.ts';

/** A cooldown that nobody gave is not shown: clients that keep a plan would want it gone again and again. */
export const scalingPolicyView = (call: AwsCall, group: string, policy: ScalingPolicy, alarms: readonly MetricAlarm[]): Structure => ({
  AutoScalingGroupName: group,
  PolicyName: policy.name,
  PolicyARN: scalingPolicyArn(call, policy.id, group, policy.name),
  PolicyType: policy.kind,
  ...formOf(policy),
  Alarms: alarms
    .filter((alarm) => ALARM_STATES.some((state) => policiesOf(alarm, state).some(({ policyId }) => policyId === policy.id)))
    .map(({ name }) => ({ AlarmName: name, AlarmARN: alarmArn(call, name) })),
  Enabled: policy.enabled,
});

function formOf(policy: ScalingPolicy): Structure {
  switch (policy.kind) {
    case 'SimpleScaling':
      return {
        ...adjusting(policy),
        ScalingAdjustment: policy.adjustment,
        ...(policy.cooldown !== undefined && { Cooldown: policy.cooldown }),
        ...(policy.aggregation && { MetricAggregationType: policy.aggregation }),
        StepAdjustments: [],
      };
    case 'StepScaling':
      return {
        ...adjusting(policy),
        StepAdjustments: policy.steps.map(({ lower, upper, adjustment }) => ({
          ...(lower !== undefined && { MetricIntervalLowerBound: lower }),
          ...(upper !== undefined && { MetricIntervalUpperBound: upper }),
          ScalingAdjustment: adjustment,
        })),
        MetricAggregationType: policy.aggregation,
        ...(policy.warmup !== undefined && { EstimatedInstanceWarmup: policy.warmup }),
      };
    case 'TargetTrackingScaling':
      return {
        TargetTrackingConfiguration: policy.configuration as Structure,
        ...(policy.warmup !== undefined && { EstimatedInstanceWarmup: policy.warmup }),
        StepAdjustments: [],
      };
    case 'PredictiveScaling':
      return { PredictiveScalingConfiguration: policy.configuration as Structure, StepAdjustments: [] };
  }
}

const adjusting = ({ adjustmentType, minMagnitude }: Adjusting): Structure => ({
  AdjustmentType: adjustmentType,
  ...(minMagnitude !== undefined && { MinAdjustmentMagnitude: minMagnitude }),
});
