import type { Ref } from '../../domain/documents.ts';
import { instant } from '../../domain/kernel/time.ts';
import { periodsIn } from '../../domain/metric/bucket.ts';
import type { Sight } from '../../domain/metric/look.ts';
import { gridOf, lineOf, seriesOf } from '../../domain/metric/math/line.ts';
import type { Measured } from '../../domain/metric/math/query.ts';
import { hourId, hoursBetween, type MetricKey, metricId } from '../../domain/metric/metric.ts';
import { type MetricAlarm, metricsOf } from '../../domain/metric/metric-alarm.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { App } from '../app.ts';
import type { Monitoring, Span } from './monitoring.ts';

type Reading = { readonly store: DocumentStore };

/** The hours of a metric that a span touches: one read each, whether they are there or not. */
export function hoursIn({ project, id }: Ref, { from, to }: Pick<Span, 'from' | 'to'>): readonly Ref[] {
  return hoursBetween(instant(from), instant(to)).map((startsAt) => ({ project, id: hourId(id, startsAt) }));
}

export const readMetric =
  ({ store }: Reading): Monitoring['readMetric'] =>
  async ({ caller, region }, key, span) => {
    const hours = await store.getMany('metricHour', hoursIn({ project: caller.projectId, id: metricId(region, key) }, span));
    return { kind: 'ok', periods: periodsIn(hours, span) };
  };

export const listMetrics =
  ({ store }: App): Monitoring['listMetrics'] =>
  async ({ caller, region }) => {
    const { items } = await store.list('metric', caller.projectId);
    return { kind: 'ok', metrics: items.filter((one) => one.region === region && one.lastAt !== null) };
  };

/** What an alarm has to look at, and the hours that were read for it, oldest first: there or not, as they are now. */
export async function dataFor({ store }: Reading, alarm: MetricAlarm, span: Pick<Span, 'from' | 'to'>) {
  const { project, region, period } = alarm;
  const length = period * 1000;
  const idsOf = (metric: MetricKey) => hoursIn({ project, id: metricId(region, metric) }, span).map(({ id }) => id);
  const ids = [...new Set(metricsOf(alarm).flatMap(idsOf))];
  const found = await store.getMany(
    'metricHour',
    ids.map((id) => ({ project, id })),
  );
  const hours = new Map(found.map((hour) => [hour.id, hour]));
  const periodsOf = (metric: Measured) =>
    periodsIn(
      idsOf(metric).flatMap((id) => hours.get(id) ?? []),
      { ...span, period: length, unit: metric.unit },
    );
  const grid = gridOf(span, length);
  const sight: Sight = {
    values: lineOf(alarm, (metric) => seriesOf(metric.statistic, periodsOf(metric)), grid),
    hasData: metricsOf(alarm).some((metric) => periodsOf(metric).length > 0),
  };
  return { sight, seen: ids.map((id) => ({ project, id, version: hours.get(id)?.version ?? 0 })) };
}
