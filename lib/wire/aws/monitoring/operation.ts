import type { Monitoring } from '../../../app/metrics/monitoring.ts';
import { userArn } from '../../../domain/group/arn.ts';
import type { Fault, Refusal } from '../../../domain/kernel/fault.ts';
import type { Dimension, MetricKey } from '../../../domain/metric/metric.ts';
import { broken, type Constraint, type Constraints } from '../autoscaling/constraints.ts';
import { structures, text } from '../autoscaling/operation.ts';
import { type AwsFault, awsFault, validationError } from '../fault.ts';
import type { AwsCall, AwsOperation } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';

type Perform = (monitoring: Monitoring, call: AwsCall, input: Structure) => Promise<Structure | Refusal | AwsFault>;

/** One operation of CloudWatch: what its input must be, and what it does. */
export type Definition = { readonly constraints: Constraints; readonly perform: Perform };

export const operation = (constraints: Constraints, perform: Perform): Definition => ({ constraints, perform });

export const operationOf =
  (monitoring: Monitoring, name: string, { constraints, perform }: Definition): AwsOperation =>
  async (call, input) => {
    const fault = broken(constraints, input);
    if (fault) return fault;
    const answered = await perform(monitoring, call, input);
    return 'fault' in answered && answered.kind === 'refused' ? faultFor((answered as Refusal).fault, call, name) : (answered as Structure);
  };

function faultFor(fault: Fault, call: AwsCall, name: string): AwsFault {
  if (fault.kind === 'transient') return awsFault('InternalServiceError', fault.message, 500);
  switch (fault.code) {
    case 'forbidden': {
      return awsFault('AccessDenied', `User: ${userArn(call)} is not authorized to perform: cloudwatch:${name}`, 403);
    }
    case 'metric-alarm.not-found':
      return awsFault('ResourceNotFound', fault.message, 404);
    case 'metric.most':
    case 'quota.exceeded':
      return awsFault('LimitExceeded', fault.message);
    default:
      return validationError(fault.message);
  }
}

/** What CloudWatch has its own codes for. */
export const invalidValue = (message: string): AwsFault => awsFault('InvalidParameterValue', message);
export const invalidCombination = (message: string): AwsFault => awsFault('InvalidParameterCombination', message);
export const missingParameter = (name: string): AwsFault => awsFault('MissingParameter', `The parameter ${name} is required.`);

const text255: Constraint = { min: 1, max: 255 };
export const ALARM_NAMES: Constraint = { max: 100, items: text255 };
export const UNITS = [
  ...['Seconds', 'Microseconds', 'Milliseconds'],
  ...['Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes', 'Bits', 'Kilobits', 'Megabits', 'Gigabits', 'Terabits'],
  ...['Percent', 'Count'],
  ...['Bytes/Second', 'Kilobytes/Second', 'Megabytes/Second', 'Gigabytes/Second', 'Terabytes/Second'],
  ...['Bits/Second', 'Kilobits/Second', 'Megabits/Second', 'Gigabits/Second', 'Terabits/Second'],
  ...['Count/Second', 'None'],
] as const;
export const NAMED: Constraints = {
  Namespace: { ...text255, pattern: /^[^:]/ },
  MetricName: text255,
  Dimensions: { max: 30, items: { members: { Name: text255, Value: { min: 1, max: 1_024 } } } },
  Unit: { values: UNITS },
};

export const dimensionsIn = (input: Structure): readonly Dimension[] =>
  structures(input.Dimensions).map(({ Name, Value }) => ({ name: text(Name), value: text(Value) }));

export const keyIn = (input: Structure): MetricKey => ({
  namespace: text(input.Namespace),
  metric: text(input.MetricName),
  dimensions: dimensionsIn(input),
});

export const dimensionView = ({ name, value }: Dimension): Structure => ({ Name: name, Value: value });

export const metricView = ({ namespace, metric, dimensions }: MetricKey): Structure => ({
  Namespace: namespace,
  MetricName: metric,
  Dimensions: dimensions.map(dimensionView),
});
