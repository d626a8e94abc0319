import type { NewMetricAlarm } from '../../../app/metrics/monitoring.ts';
import { seconds } from '../../../domain/kernel/time.ts';
import { STATISTICS, type Statistic } from '../../../domain/metric/bucket.ts';
import { oneLineFault } from '../../../domain/metric/math/check.ts';
import {
  COMPARISONS,
  type Comparison,
  type MetricAlarm,
  mathOf,
  TREATMENTS,
  type Treatment,
  type Watched,
} from '../../../domain/metric/metric-alarm.ts';
import type { Constraints } from '../autoscaling/constraints.ts';
import { number, structures, text, texts } from '../autoscaling/operation.ts';
import { type AwsFault, isAwsFault, validationError } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { invalidCombination, invalidValue, keyIn, missingParameter, NAMED } from './operation.ts';
import { QUERY, queriesIn } from './queries.ts';

const ACTIONS = { max: 5, items: { min: 1, max: 1_024 } } as const;
export const TAGS = { max: 50, items: { members: { Key: { min: 1, max: 128 }, Value: { max: 256 } } } } as const;

export const ALARM: Constraints = {
  ...NAMED,
  AlarmName: { min: 1, max: 255 },
  AlarmDescription: { max: 1_024 },
  OKActions: ACTIONS,
  AlarmActions: ACTIONS,
  InsufficientDataActions: ACTIONS,
  Statistic: { values: STATISTICS },
  Period: { min: 1, whole: true },
  EvaluationPeriods: { min: 1, whole: true },
  DatapointsToAlarm: { min: 1, whole: true },
  TreatMissingData: { values: TREATMENTS },
  Metrics: { max: 20, items: { members: QUERY } },
  Tags: TAGS,
};

/** What AWS has of alarms and is not done here. */
const NOT_HERE: Readonly<Record<string, string>> = {
  ThresholdMetricId: 'Alarms on anomaly detection are not evaluated here.',
  ExtendedStatistic: `Percentiles are not kept here: the statistics are ${STATISTICS.join(', ')}.`,
  EvaluateLowSampleCountPercentile: 'Percentiles are not kept here.',
  EvaluationCriteria: 'Alarms on PromQL are not evaluated here.',
};

const DAY = 86_400;

export function alarmIn(input: Structure): NewMetricAlarm | AwsFault {
  const unbuilt = Object.keys(NOT_HERE).find((member) => input[member] !== undefined);
  if (unbuilt !== undefined) return validationError(NOT_HERE[unbuilt] ?? '');
  for (const member of ['EvaluationPeriods', 'Threshold', 'ComparisonOperator'])
    if (input[member] === undefined) return missingParameter(member);
  const watched = input.Metrics === undefined ? metricIn(input) : mathIn(input);
  if (isAwsFault(watched)) return watched;
  const { period } = watched;
  const comparison = COMPARISONS.find((one) => one === input.ComparisonOperator);
  if (!comparison) return validationError(`ComparisonOperator must be one of ${COMPARISONS.join(', ')}.`);
  const periods = number(input.EvaluationPeriods) ?? 0;
  const enough = number(input.DatapointsToAlarm) ?? periods;
  if (![10, 20, 30].includes(period) && period % 60 !== 0)
    return invalidValue('The parameter Period must be 10, 20, 30 or a multiple of 60.');
  if (period * periods > DAY)
    return invalidValue('Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).');
  if (enough > periods) return invalidCombination('DatapointsToAlarm must be less than or equal to EvaluationPeriods.');
  return {
    ...watched,
    name: text(input.AlarmName),
    ...(input.AlarmDescription !== undefined && { description: text(input.AlarmDescription) }),
    actionsEnabled: input.ActionsEnabled !== false,
    actions: {
      OK: texts(input.OKActions) ?? [],
      ALARM: texts(input.AlarmActions) ?? [],
      INSUFFICIENT_DATA: texts(input.InsufficientDataActions) ?? [],
    },
    tags: tagsIn(input),
    evaluationPeriods: periods,
    datapointsToAlarm: enough,
    threshold: Number(input.Threshold),
    comparison: comparison as Comparison,
    missing: text(input.TreatMissingData ?? 'missing') as Treatment,
  };
}

const OF_ONE = ['Namespace', 'MetricName', 'Statistic', 'Period'] as const;

function metricIn(input: Structure): Watched | AwsFault {
  const missing = OF_ONE.find((member) => input[member] === undefined);
  if (missing !== undefined) return missingParameter(missing);
  return {
    ...keyIn(input),
    statistic: text(input.Statistic) as Statistic,
    period: seconds(number(input.Period) ?? 0),
    ...(input.Unit !== undefined && { unit: text(input.Unit) }),
  };
}

function mathIn(input: Structure): Watched | AwsFault {
  const both = [...OF_ONE, 'Dimensions', 'Unit'].find((member) => input[member] !== undefined);
  if (both !== undefined)
    return invalidCombination(`The parameters ${both} and Metrics are mutually exclusive and you have specified both.`);
  const queries = queriesIn(structures(input.Metrics), 'Metrics');
  if ('code' in queries) return queries;
  const fault = oneLineFault(queries);
  return fault === undefined ? mathOf(queries) : validationError(fault);
}

export const tagsIn = (input: Structure): MetricAlarm['tags'] =>
  structures(input.Tags).map(({ Key, Value }) => ({ key: text(Key), value: text(Value) }));
