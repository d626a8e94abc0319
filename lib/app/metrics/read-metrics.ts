import type { Ref } from '../../domain/documents.ts';
import { instant } from '../../domain/kernel/time.ts';
import { type Period, periodsIn } from '../../domain/metric/bucket.ts';
import { hourId, hoursBetween, metricId } from '../../domain/metric/metric.ts';
import type { MetricAlarm } from '../../domain/metric/metric-alarm.ts';
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

/** What an alarm has to look at, and the hours that were read for it: there or not, as they are now. */
export async function dataFor({ store }: Reading, alarm: MetricAlarm, span: Pick<Span, 'from' | 'to'>) {
  const { project, region, unit, period } = alarm;
  const refs = hoursIn({ project, id: metricId(region, alarm) }, span);
  const hours = await store.getMany('metricHour', refs);
  const versions = new Map(hours.map(({ id, version }) => [id, version]));
  const periods: readonly Period[] = periodsIn(hours, { ...span, period: period * 1000, unit });
  return { periods, seen: refs.map((ref) => ({ ...ref, version: versions.get(ref.id) ?? 0 })) };
}
