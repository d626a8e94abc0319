import { seconds } from '../../../domain/kernel/time.ts';
import { STATISTICS } from '../../../domain/metric/bucket.ts';
import { type Measured, type Query, queryForm } from '../../../domain/metric/math/query.ts';
import { number, text } from '../autoscaling/operation.ts';
import { type AwsFault, isAwsFault, validationError } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { dimensionView, keyIn, NAMED, UNITS } from './operation.ts';

/** What a query's members must be, wherever queries are. */
export const QUERY = {
  Id: { min: 1, max: 255, pattern: /^[a-z]\w*$/ },
  Expression: { min: 1, max: 2_048 },
  Label: { max: 2_048 },
  MetricStat: { members: { Metric: { members: NAMED }, Period: { min: 1, whole: true }, Unit: { values: UNITS } } },
} as const;

/**
 * Queries of metrics and expressions, as CloudWatch and Auto Scaling have them.
 *
 * @param where what messages call the list
 * @param usual the period where none is said; without it one must be
 */
export function queriesIn(queries: readonly Structure[], where: string, usual?: number): readonly Query[] | AwsFault {
  const all: Query[] = [];
  for (const [place, input] of queries.entries()) {
    const at = `${where}.member.${place + 1}`;
    const own = {
      id: text(input.Id),
      ...(input.Label !== undefined && { label: text(input.Label) }),
      returned: input.ReturnData !== false,
    };
    if (input.Expression !== undefined && input.MetricStat !== undefined)
      return validationError(`The parameters ${at}.Expression and ${at}.MetricStat are mutually exclusive and you have specified both.`);
    if (input.Expression !== undefined) {
      all.push({ ...own, expression: text(input.Expression) });
      continue;
    }
    if (input.MetricStat === undefined) return validationError(`The parameter ${at}.MetricStat is required.\n`);
    const metric = measuredIn(input.MetricStat as Structure, at, usual);
    if (isAwsFault(metric)) return metric;
    all.push({ ...own, metric });
  }
  return all;
}

function measuredIn(
  { Metric: metric = {}, Period: given, Stat: stat, Unit: unit }: Structure,
  at: string,
  usual?: number,
): Measured | AwsFault {
  const key = keyIn(metric as Structure);
  const missing = (['Namespace', 'MetricName'] as const).find((member) => (metric as Structure)[member] === undefined);
  if (missing !== undefined) return validationError(`The parameter ${at}.MetricStat.Metric.${missing} is required.`);
  const statistic = STATISTICS.find((one) => one === stat);
  if (!statistic) return validationError(`The statistic ${text(stat)} is not kept here: ${STATISTICS.join(', ')} are.`);
  const period = number(given) ?? usual;
  if (period === undefined) return validationError(`The parameter ${at}.MetricStat.Period is required.`);
  return { ...key, statistic, period: seconds(period), ...(unit !== undefined && { unit: text(unit) }) };
}

export const queryView = (query: Query): Structure => queryForm(query, dimensionView);
