import { arnIn } from '../group/arn.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import { type Measured, queryForm } from './math/query.ts';
import type { Dimension } from './metric.ts';
import type { AlarmState, MetricAlarm } from './metric-alarm.ts';

const written = (at: Instant): string => new Date(at).toISOString().replace('Z', '+0000');

/** What a topic is told of an alarm that has come into another state, in AWS's form. @param topic its ARN says whose account it is */
export function alarmMessage(alarm: MetricAlarm, topic: string, was: AlarmState): JsonObject {
  const account = topic.split(':')[4] ?? '';
  const { actions, period, evaluationPeriods, datapointsToAlarm, comparison, threshold } = alarm;
  return {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description ?? null,
    AWSAccountId: account,
    AlarmConfigurationUpdatedTimestamp: written(alarm.configuredAt),
    NewStateValue: alarm.state,
    NewStateReason: alarm.reason,
    StateChangeTime: written(alarm.stateAt),
    Region: alarm.region,
    AlarmArn: arnIn({ region: alarm.region, account }, 'cloudwatch', `alarm:${alarm.name}`),
    OldStateValue: was,
    OKActions: actions.OK,
    AlarmActions: actions.ALARM,
    InsufficientDataActions: actions.INSUFFICIENT_DATA,
    Trigger: {
      ...(alarm.math ? { Metrics: alarm.math.map((query) => queryForm(query, dimensionOf)) } : metricOf(alarm)),
      Period: period,
      EvaluationPeriods: evaluationPeriods,
      DatapointsToAlarm: datapointsToAlarm,
      ComparisonOperator: comparison,
      Threshold: threshold,
      TreatMissingData: alarm.missing,
      EvaluateLowSampleCountPercentile: '',
    },
  };
}

const metricOf = ({ metric, namespace, statistic, dimensions, unit }: Measured): JsonObject => ({
  MetricName: metric,
  Namespace: namespace,
  StatisticType: 'Statistic',
  Statistic: statistic.toUpperCase(),
  Unit: unit ?? null,
  Dimensions: dimensions.map(dimensionOf),
});

const dimensionOf = ({ name, value }: Dimension): JsonObject => ({ value, name });
