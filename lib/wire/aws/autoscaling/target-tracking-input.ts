import type { Unnamed } from '../../../app/groups/grouping.ts';
import type { ScalingPolicy, TargetTracking } from '../../../domain/group/scaling-policy.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { seconds } from '../../../domain/kernel/time.ts';
import { STATISTICS } from '../../../domain/metric/bucket.ts';
import { oneLineFault } from '../../../domain/metric/math/check.ts';
import { mathOf } from '../../../domain/metric/metric-alarm.ts';
import { type AwsFault, isAwsFault, validationError } from '../fault.ts';
import { queriesIn } from '../monitoring/queries.ts';
import type { Structure } from '../query/shape.ts';
import { number, structures, text } from './operation.ts';

const PREDEFINED = ['ASGAverageCPUUtilization', 'ASGAverageNetworkIn', 'ASGAverageNetworkOut', 'ALBRequestCountPerTarget'];

const own = (input: Structure) => ({ name: text(input.PolicyName), enabled: input.Enabled !== false });

const refusedMembers = (input: Structure, kind: string): AwsFault | undefined => {
  const strange = [
    'AdjustmentType',
    'ScalingAdjustment',
    'Cooldown',
    'MinAdjustmentMagnitude',
    'StepAdjustments',
    'MetricAggregationType',
  ].find((member) => input[member] !== undefined);
  return strange === undefined ? undefined : validationError(`${strange} is not supported by policy type: ${kind}`);
};

export function trackingFrom(input: Structure, group: string): Unnamed<ScalingPolicy> | AwsFault {
  const strange = refusedMembers(input, 'TargetTrackingScaling');
  if (strange) return strange;
  const configuration = input.TargetTrackingConfiguration as Structure | undefined;
  if (!configuration) return validationError('TargetTrackingConfiguration is required for policy type: TargetTrackingScaling');
  const { TargetValue, PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: customized } = configuration;
  const target = number(TargetValue) ?? 0;
  if (target <= 0) return validationError('TargetValue must be greater than 0.');
  if ((predefined === undefined) === (customized === undefined))
    return validationError('Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be specified.');
  const metric = predefined === undefined ? customizedMetric(customized as Structure) : predefinedMetric(predefined as Structure, group);
  if (isAwsFault(metric)) return metric;
  const warmup = number(input.EstimatedInstanceWarmup);
  return {
    ...own(input),
    kind: 'TargetTrackingScaling',
    target,
    metric,
    disableScaleIn: configuration.DisableScaleIn === true,
    ...(warmup !== undefined && { warmup }),
    configuration: { DisableScaleIn: false, ...configuration } as JsonObject,
  };
}

/** The metric that AWS has for it, which whoever knows puts there: nobody else does here. */
function predefinedMetric(
  { PredefinedMetricType: type, ResourceLabel: label }: Structure,
  group: string,
): TargetTracking['metric'] | AwsFault {
  const ofGroup = (metric: string) => ({
    namespace: 'AWS/EC2',
    metric,
    dimensions: [{ name: 'AutoScalingGroupName', value: group }],
    statistic: 'Average' as const,
    period: seconds(60),
  });
  switch (type) {
    case 'ASGAverageCPUUtilization':
      return ofGroup('CPUUtilization');
    case 'ASGAverageNetworkIn':
      return ofGroup('NetworkIn');
    case 'ASGAverageNetworkOut':
      return ofGroup('NetworkOut');
    case 'ALBRequestCountPerTarget': {
      const [, balancer, targets] = /^(app\/[^/]+\/[^/]+)\/(targetgroup\/[^/]+\/[^/]+)$/.exec(text(label)) ?? [];
      if (balancer === undefined || targets === undefined)
        return validationError('ResourceLabel must be app/<name>/<id>/targetgroup/<name>/<id> for ALBRequestCountPerTarget.');
      return {
        namespace: 'AWS/ApplicationELB',
        metric: 'RequestCountPerTarget',
        dimensions: [
          { name: 'LoadBalancer', value: balancer },
          { name: 'TargetGroup', value: targets },
        ],
        statistic: 'Sum',
        period: seconds(60),
      };
    }
    default:
      return validationError(`PredefinedMetricType must be one of ${PREDEFINED.join(', ')}.`);
  }
}

/** Where no period is said. */
const USUAL = 60;

function customizedMetric(input: Structure): TargetTracking['metric'] | AwsFault {
  if (input.Metrics !== undefined) return customizedMath(input);
  for (const member of ['Namespace', 'MetricName', 'Statistic'])
    if (input[member] === undefined) return validationError(`${member} is required in CustomizedMetricSpecification.`);
  const statistic = STATISTICS.find((one) => one === input.Statistic);
  if (!statistic) return validationError(`Statistic must be one of ${STATISTICS.join(', ')}.`);
  const period = number(input.Period) ?? USUAL;
  if (!PERIODS.includes(period)) return validationError('Period must be 10, 30 or 60.');
  return {
    namespace: text(input.Namespace),
    metric: text(input.MetricName),
    dimensions: structures(input.Dimensions).map(({ Name, Value }) => ({ name: text(Name), value: text(Value) })),
    statistic,
    period: seconds(period),
    ...(input.Unit !== undefined && { unit: text(input.Unit) }),
  };
}

const PERIODS: readonly number[] = [10, 30, 60];

function customizedMath(input: Structure): TargetTracking['metric'] | AwsFault {
  const both = ['Namespace', 'MetricName', 'Dimensions', 'Statistic', 'Unit'].find((member) => input[member] !== undefined);
  if (both !== undefined) return validationError(`${both} and Metrics cannot both be specified in CustomizedMetricSpecification.`);
  const queries = queriesIn(structures(input.Metrics), 'Metrics', USUAL);
  if ('code' in queries) return queries;
  const fault = oneLineFault(queries);
  if (fault !== undefined) return validationError(fault);
  const math = mathOf(queries);
  return PERIODS.includes(math.period) ? math : validationError('Period must be 10, 30 or 60.');
}

export function predictionFrom(input: Structure): Unnamed<ScalingPolicy> | AwsFault {
  const strange = refusedMembers(input, 'PredictiveScaling');
  if (strange) return strange;
  const configuration = input.PredictiveScalingConfiguration as JsonObject | undefined;
  return configuration
    ? { ...own(input), kind: 'PredictiveScaling', configuration }
    : validationError('PredictiveScalingConfiguration is required for policy type: PredictiveScaling');
}
