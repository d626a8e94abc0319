import { arnIn } from '../../../domain/group/arn.ts';
import type { MetricAlarm } from '../../../domain/metric/metric-alarm.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { metricView } from './operation.ts';
import { queryView } from './queries.ts';

export const alarmArn = (where: Pick<AwsCall, 'region' | 'account'>, name: string): string => arnIn(where, 'cloudwatch', `alarm:${name}`);

/** The name of the alarm that an ARN is of. */
export const alarmNameIn = (call: AwsCall, arn: string): string => {
  const start = alarmArn(call, '');
  return arn.startsWith(start) ? arn.slice(start.length) : '';
};

/** @param own what an alarm does that its policy has made for itself: the policy's ARN */
export const alarmView = (call: AwsCall, alarm: MetricAlarm, own: readonly string[] = []): Structure => ({
  AlarmName: alarm.name,
  AlarmArn: alarmArn(call, alarm.name),
  ...(alarm.description !== undefined && { AlarmDescription: alarm.description }),
  AlarmConfigurationUpdatedTimestamp: alarm.configuredAt,
  ActionsEnabled: alarm.actionsEnabled,
  OKActions: alarm.actions.OK,
  AlarmActions: [...own, ...alarm.actions.ALARM],
  InsufficientDataActions: alarm.actions.INSUFFICIENT_DATA,
  StateValue: alarm.state,
  StateReason: alarm.reason,
  ...(alarm.reasonData !== '' && { StateReasonData: alarm.reasonData }),
  StateUpdatedTimestamp: alarm.stateAt,
  StateTransitionedTimestamp: alarm.stateAt,
  ...(alarm.math ? { Metrics: alarm.math.map(queryView) } : ofOneMetric(alarm)),
  EvaluationPeriods: alarm.evaluationPeriods,
  ...(alarm.datapointsToAlarm !== alarm.evaluationPeriods && { DatapointsToAlarm: alarm.datapointsToAlarm }),
  Threshold: alarm.threshold,
  ComparisonOperator: alarm.comparison,
  TreatMissingData: alarm.missing,
});

const ofOneMetric = (alarm: MetricAlarm): Structure => ({
  ...metricView(alarm),
  Statistic: alarm.statistic,
  Period: alarm.period,
  ...(alarm.unit !== undefined && { Unit: alarm.unit }),
});
