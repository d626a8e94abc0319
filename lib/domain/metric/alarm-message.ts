import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import type { AlarmState, MetricAlarm } from './metric-alarm.ts';

const written = (at: Instant): string => new Date(at).toISOString().replace('Z', '+0000');

/** What a topic is told of an alarm that has come into another state, in AWS's form. @param topic its ARN says whose account it is */
export function alarmMessage(alarm: MetricAlarm, topic: string, was: AlarmState): JsonObject {
  const account = topic.split(':')[4] ?? '';
  const { actions, metric, namespace, statistic, dimensions, period, evaluationPeriods, datapointsToAlarm, comparison, threshold } = alarm;
  return {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description ?? null,
    AWSAccountId: account,
    AlarmConfigurationUpdatedTimestamp: written(alarm.configuredAt),
    NewStateValue: alarm.state,
    NewStateReason: alarm.reason,
    StateChangeTime: written(alarm.stateAt),
    Region: alarm.region,
    AlarmArn: `arn:aws:cloudwatch:${alarm.region}:${account}:alarm:${alarm.name}`,
    OldStateValue: was,
    OKActions: actions.OK,
    AlarmActions: actions.ALARM,
    InsufficientDataActions: actions.INSUFFICIENT_DATA,
    Trigger: {
      MetricName: metric,
      Namespace: namespace,
      StatisticType: 'Statistic',
      Statistic: statistic.toUpperCase(),
      Unit: alarm.unit ?? null,
      Dimensions: dimensions.map(({ name, value }) => ({ value, name })),
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
