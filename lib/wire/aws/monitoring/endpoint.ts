import type { Monitoring } from '../../../app/metrics/monitoring.ts';
import type { AwsOperation } from '../query/endpoint.ts';
import type { RpcEndpoint } from '../rpc/endpoint.ts';
import * as alarms from './alarms.ts';
import { getMetricData } from './get-metric-data.ts';
import { putMetricData } from './metric-data.ts';
import { type Definition, operationOf } from './operation.ts';
import { getMetricStatistics, listMetrics } from './statistics.ts';

/** Operations under AWS's names. */
export const monitoringOperations = (now: () => number): Readonly<Record<string, Definition>> => ({
  PutMetricData: putMetricData(now),
  GetMetricStatistics: getMetricStatistics,
  GetMetricData: getMetricData,
  ListMetrics: listMetrics,
  PutMetricAlarm: alarms.putMetricAlarm,
  DescribeAlarms: alarms.describeAlarms,
  DescribeAlarmsForMetric: alarms.describeAlarmsForMetric,
  DeleteAlarms: alarms.deleteAlarms,
  EnableAlarmActions: alarms.enableAlarmActions,
  DisableAlarmActions: alarms.disableAlarmActions,
  SetAlarmState: alarms.setAlarmState,
  DescribeAlarmHistory: alarms.describeAlarmHistory,
  ListTagsForResource: alarms.listTagsForResource,
  TagResource: alarms.tagResource,
  UntagResource: alarms.untagResource,
});

/** The shapes of errors that are not called as their codes: those who speak the newer protocols go by the shape. */
const ERROR_SHAPES = {
  InvalidParameterValue: 'InvalidParameterValueException',
  InvalidParameterCombination: 'InvalidParameterCombinationException',
  MissingParameter: 'MissingRequiredParameterException',
  LimitExceeded: 'LimitExceededFault',
  InvalidFormat: 'InvalidFormatFault',
  InternalServiceError: 'InternalServiceFault',
} as const;

/** `/aws/monitoring`: CloudWatch. */
export const monitoringEndpoint = (
  monitoring: Monitoring,
  setting: Pick<RpcEndpoint, 'model' | 'verifying' | 'account' | 'report' | 'cbor' | 'inflate'>,
): RpcEndpoint => ({
  service: 'monitoring',
  version: '2010-08-01',
  namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  target: 'GraniteServiceVersion20100801',
  errorShapes: ERROR_SHAPES,
  operations: Object.fromEntries(
    Object.entries(monitoringOperations(setting.verifying.now)).map(([name, one]): [string, AwsOperation] => [
      name,
      operationOf(monitoring, name, one),
    ]),
  ),
  ...setting,
});
