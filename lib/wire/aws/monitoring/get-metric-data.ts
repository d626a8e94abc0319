import { queriesFault } from '../../../domain/metric/math/check.ts';
import { gridOf, seriesOf } from '../../../domain/metric/math/line.ts';
import { type Measured, measuredIn, type Query } from '../../../domain/metric/math/query.ts';
import { reckon } from '../../../domain/metric/math/reckon.ts';
import type { Series, Value } from '../../../domain/metric/math/value.ts';
import { realmOf, structures } from '../autoscaling/operation.ts';
import { type AwsFault, validationError } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { periodFault, since } from './asked-period.ts';
import { operation } from './operation.ts';
import { QUERY, queriesIn } from './queries.ts';

export const getMetricData = operation(
  {
    MetricDataQueries: { max: 500, items: { members: QUERY } },
    ScanBy: { values: ['TimestampDescending', 'TimestampAscending'] },
  },
  async (monitoring, call, input) => {
    const [from, to] = [Number(input.StartTime), Number(input.EndTime)];
    const [first, last] = [from, to].map((time) => Math.floor(time / 1_000)) as [number, number];
    if (first === last) return validationError('The parameter StartTime must not equal parameter EndTime.');
    if (first > last) return validationError('The parameter EndTime must be greater than StartTime.');
    const queries = queriesIn(structures(input.MetricDataQueries), 'MetricDataQueries');
    if ('code' in queries) return queries;
    const fault = faultIn(queries, from, to);
    if (fault) return fault;

    const lines = new Map<Measured, Series>();
    const wanted = measuredIn(queries);
    const readOne = async (metric: Measured) => {
      const period = metric.period * 1_000;
      const span = { from: since(from, to, period), to, period, unit: metric.unit };
      const read = await monitoring.readMetric(realmOf(call), metric, span);
      if (read.kind === 'ok') lines.set(metric, seriesOf(metric.statistic, read.periods));
      return read.kind === 'refused' ? read : undefined;
    };
    for (let i = 0; i < wanted.length; i += AT_ONCE) {
      const refused = (await Promise.all(wanted.slice(i, i + AT_ONCE).map(readOne))).find((one) => one !== undefined);
      if (refused) return refused;
    }
    const least = Math.min(...wanted.map(({ period }) => period * 1_000));
    const grid = Number.isFinite(least) ? gridOf({ from: since(from, to, least), to }, least) : [];
    const reckoned = reckon(queries, (metric) => lines.get(metric) ?? new Map(), grid);
    if (reckoned.kind === 'fault') return validationError(reckoned.message);
    const oldestFirst = input.ScanBy === 'TimestampAscending';
    return {
      MetricDataResults: reckoned.results.flatMap(({ query, value }) =>
        linesIn(value).map((points) => resultOf(query, oldestFirst ? [...points] : [...points].reverse())),
      ),
      Messages: [],
    };
  },
);

/** Metrics whose data is read side by side: those of a short span in one request to the table. */
const AT_ONCE = 25;

/** A day of 500 metrics by the minute, and more. AWS gives fewer at a time, and a token for the rest. */
const MOST_POINTS = 1_000_000;

function faultIn(queries: readonly Query[], from: number, to: number): AwsFault | undefined {
  for (const { period } of measuredIn(queries)) {
    const fault = periodFault(period);
    if (fault) return fault;
  }
  const asked = measuredIn(queries).reduce((all, { period }) => all + (to - since(from, to, period * 1_000)) / (period * 1_000), 0);
  if (asked > MOST_POINTS)
    return validationError(`You have requested up to ${Math.ceil(asked)} datapoints, which exceeds the limit of ${MOST_POINTS}.`);
  const fault = queriesFault(queries);
  return fault === undefined ? undefined : validationError(fault);
}

/** A number is no line: AWS has none for it either. */
const linesIn = (value: Value): readonly Series[] => (value.kind === 'series' ? [value.points] : value.kind === 'list' ? value.of : []);

const resultOf = (query: Query, points: readonly (readonly [number, number])[]): Structure => ({
  Id: query.id,
  Label: query.label ?? ('metric' in query ? query.metric.metric : query.id),
  Timestamps: points.map(([at]) => at),
  Values: points.map(([, value]) => value),
  StatusCode: 'Complete',
});
