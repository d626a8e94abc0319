import type { Unnamed } from '../../../app/groups/grouping.ts';
import { type Adjusting, type AdjustmentType, type ScalingPolicy, type Step, stepsFault } from '../../../domain/group/scaling-policy.ts';
import { type AwsFault, validationError } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { number, structures, text } from './operation.ts';
import { predictionFrom, trackingFrom } from './target-tracking-input.ts';

/** What a request says of a policy, by its type. */
export function policyFrom(input: Structure, group: string): Unnamed<ScalingPolicy> | AwsFault {
  const kind = text(input.PolicyType ?? 'SimpleScaling');
  if (kind === 'TargetTrackingScaling') return trackingFrom(input, group);
  if (kind === 'PredictiveScaling') return predictionFrom(input);
  return adjustingFrom(input, kind);
}

function adjustingFrom(input: Structure, kind: string): Unnamed<ScalingPolicy> | AwsFault {
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
  const aggregation = input.MetricAggregationType === undefined ? undefined : aggregationIn(input);
  const more = { ...(cooldown !== undefined && { cooldown }), ...(aggregation && { aggregation }) };
  return { ...own, kind: 'SimpleScaling', adjustment: Number(adjustment), ...more };
}

const aggregationIn = ({ MetricAggregationType }: Structure) =>
  text(MetricAggregationType ?? 'Average') as 'Minimum' | 'Maximum' | 'Average';

type Own = Pick<ScalingPolicy, 'name' | 'enabled'> & Adjusting;

function withSteps(own: Own, input: Structure): Unnamed<ScalingPolicy> | AwsFault {
  if (input.ScalingAdjustment !== undefined || input.Cooldown !== undefined)
    return validationError('ScalingAdjustment and Cooldown are not supported by policy type: StepScaling');
  const steps = structures(input.StepAdjustments).map(stepIn);
  const fault = stepsFault(steps);
  if (fault !== undefined) return validationError(fault);
  const warmup = number(input.EstimatedInstanceWarmup);
  return { ...own, kind: 'StepScaling', steps, aggregation: aggregationIn(input), ...(warmup !== undefined && { warmup }) };
}

function stepIn({ MetricIntervalLowerBound, MetricIntervalUpperBound, ScalingAdjustment }: Structure): Step {
  const [lower, upper] = [number(MetricIntervalLowerBound), number(MetricIntervalUpperBound)];
  return { adjustment: Number(ScalingAdjustment ?? 0), ...(lower !== undefined && { lower }), ...(upper !== undefined && { upper }) };
}
