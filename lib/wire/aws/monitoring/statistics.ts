import type { Monitoring } from '../../../app/metrics/monitoring.ts';
import { STATISTICS, type Statistic, statisticOf } from '../../../domain/metric/bucket.ts';
import { number, realmOf, structures, text, texts } from '../autoscaling/operation.ts';
import { page } from '../autoscaling/page.ts';
import { type AwsFault, isAwsFault, validationError } from '../fault.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { dimensionsIn, invalidCombination, invalidValue, keyIn, metricView, NAMED, operation, UNITS } from './operation.ts';

const MOST = 1_440;
/** Data are kept for fifteen days: nobody gets more by asking for more, and only pays for looking. */
const LONGEST = 16 * 86_400_000;

/** What is wrong with a period. */
function periodFault(period: number): AwsFault | undefined {
  return [1, 5, 10, 20, 30].includes(period) || (Number.isInteger(period) && period > 0 && period % 60 === 0)
    ? undefined
    : invalidValue('The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.');
}

/** No further back than there can be data. */
const since = (from: number, to: number, period: number): number => Math.max(Math.floor(from / period) * period, to - LONGEST);

export const getMetricStatistics = operation(
  { ...NAMED, Statistics: { max: 5, items: { values: STATISTICS } } },
  async (monitoring, call, input) => {
    const [from = 0, to = 0, period = 0] = [number(input.StartTime), number(input.EndTime), number(input.Period)];
    const wanted = (texts(input.Statistics) ?? []) as readonly Statistic[];
    if (input.ExtendedStatistics !== undefined) return invalidCombination('ExtendedStatistics are not kept here: ask for Statistics.');
    if (wanted.length === 0) return invalidCombination('Must specify either Statistics or ExtendedStatistics');
    if (from >= to) return invalidValue('The parameter StartTime must be less than the parameter EndTime.');
    const fault = periodFault(period);
    if (fault) return fault;
    if ((to - from) / (period * 1000) > MOST)
      return invalidCombination(
        `You have requested up to ${Math.ceil((to - from) / (period * 1000))} datapoints, which exceeds the limit of ${MOST}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
      );
    const unit = input.Unit === undefined ? undefined : text(input.Unit);
    const length = period * 1000;
    const read = await monitoring.readMetric(realmOf(call), keyIn(input), { from: since(from, to, length), to, period: length, unit });
    if (read.kind === 'refused') return read;
    return {
      Label: text(input.MetricName),
      Datapoints: read.periods.map((one) => ({
        Timestamp: one.startsAt,
        ...Object.fromEntries(wanted.map((statistic) => [statistic, statisticOf(statistic, one)])),
        Unit: one.unit,
      })),
    };
  },
);

export const getMetricData = operation(
  {
    MetricDataQueries: { max: 500, items: { members: { Id: { min: 1, max: 255, pattern: /^[a-z]\w*$/ } } } },
    ScanBy: { values: ['TimestampDescending', 'TimestampAscending'] },
  },
  async (monitoring, call, input) => {
    const [from, to] = [input.StartTime, input.EndTime].map((time) => Math.floor(Number(time) / 1_000)) as [number, number];
    if (from === to) return validationError('The parameter StartTime must not equal parameter EndTime.');
    if (from > to) return validationError('The parameter EndTime must be greater than StartTime.');
    const results: Structure[] = [];
    for (const query of structures(input.MetricDataQueries)) {
      const result = await resultOf(monitoring, call, input, query);
      if ('fault' in result || isAwsFault(result)) return result as AwsFault;
      if (query.ReturnData !== false) results.push(result);
    }
    return { MetricDataResults: results, Messages: [] };
  },
);

async function resultOf(monitoring: Monitoring, call: AwsCall, input: Structure, query: Structure) {
  if (query.MetricStat === undefined)
    return validationError(`The query ${text(query.Id)} has no MetricStat: expressions are not reckoned here.`);
  const { Metric: metric = {}, Period: period, Stat: stat, Unit: unit } = query.MetricStat as Structure;
  const statistic = STATISTICS.find((one) => one === stat);
  if (!statistic) return validationError(`The statistic ${text(stat)} is not kept here: ${STATISTICS.join(', ')} are.`);
  const [from, to, length] = [Number(input.StartTime), Number(input.EndTime), Number(period) * 1000];
  const fault = periodFault(Number(period));
  if (fault) return fault;
  const key = keyIn(metric as Structure);
  const read = await monitoring.readMetric(realmOf(call), key, {
    from: since(from, to, length),
    to,
    period: length,
    unit: unit === undefined ? undefined : text(unit),
  });
  if (read.kind === 'refused') return read;
  const newestFirst = input.ScanBy !== 'TimestampAscending';
  const periods = newestFirst ? [...read.periods].reverse() : read.periods;
  return {
    Id: text(query.Id),
    Label: text(query.Label ?? key.metric),
    Timestamps: periods.map(({ startsAt }) => startsAt),
    Values: periods.map((one) => statisticOf(statistic, one)),
    StatusCode: 'Complete',
  };
}

/** Dimensions of a filter that have no value are any. */
export const listMetrics = operation(
  { Namespace: { min: 1, max: 255 }, MetricName: { min: 1, max: 255 }, Dimensions: { max: 30 }, Unit: { values: UNITS } },
  async (monitoring, call, input) => {
    const listed = await monitoring.listMetrics(realmOf(call));
    if (listed.kind === 'refused') return listed;
    const { namespace, metric } = keyIn(input);
    const filters = dimensionsIn(input);
    const wanted = listed.metrics
      .filter((one) => (namespace === '' || one.namespace === namespace) && (metric === '' || one.metric === metric))
      .filter((one) =>
        filters.every(({ name, value }) => one.dimensions.some((its) => its.name === name && (value === '' || its.value === value))),
      );
    const shown = page(call, 'ListMetrics', input, wanted, ({ id }) => id, { usual: 500, most: 500 });
    // The only list here whose tokens have this code.
    if (isAwsFault(shown)) return shown.code === 'InvalidNextToken' ? invalidValue('Request parameter NextToken is invalid') : shown;
    return { Metrics: shown.items.map(metricView), ...(shown.next !== undefined && { NextToken: shown.next }), OwningAccounts: [] };
  },
);
