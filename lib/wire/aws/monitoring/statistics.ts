import { STATISTICS, type Statistic, statisticOf } from '../../../domain/metric/bucket.ts';
import { number, realmOf, text, texts } from '../autoscaling/operation.ts';
import { page } from '../autoscaling/page.ts';
import { isAwsFault } from '../fault.ts';
import { periodFault, since } from './asked-period.ts';
import { dimensionsIn, invalidCombination, invalidValue, keyIn, metricView, NAMED, operation, UNITS } from './operation.ts';

const MOST = 1_440;

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
