import type { Write } from '../../domain/documents.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { type Metric, metricId, toldOf } from '../../domain/metric/metric.ts';
import { type MetricAlarm, metricsOf } from '../../domain/metric/metric-alarm.ts';
import type { App } from '../app.ts';
import { countOf, MOST_METRICS, newMetric } from './put-metric-data.ts';

type Rewatched = { readonly kind: 'ok'; readonly writes: readonly Write[] } | Refusal;

/** What makes metrics know of the alarms on them, and those that had others forget. @param before alarms as they were @param now as they are to be */
export async function rewatched(
  app: Pick<App, 'store' | 'clock' | 'mostMetrics'>,
  before: readonly MetricAlarm[],
  now: readonly MetricAlarm[],
): Promise<Rewatched> {
  const metricIds = (alarm: MetricAlarm) => metricsOf(alarm).map((metric) => metricId(alarm.region, metric));
  const touched = new Map(
    [...before, ...now].flatMap((alarm) =>
      metricsOf(alarm).map((metric) => {
        const { project, region } = alarm;
        return [metricId(region, metric), { project, region, ...metric }] as const;
      }),
    ),
  );
  const writes: Write[] = [];
  for (const [id, { project, region, ...key }] of touched) {
    const known = await app.store.get('metric', { project, id });
    const watched = now.filter((alarm) => metricIds(alarm).includes(id));
    if (!known && watched.length === 0) continue;
    const most = app.mostMetrics ?? MOST_METRICS;
    if (!known && (await countOf(app.store, project, most)) >= most)
      return refused('metric.most', `A project has ${most} metrics at most, with data or with alarms.`);
    const metric = known ?? newMetric(project, region, key, id, app.clock.now());
    const others = metric.alarms.filter((one) => !before.some((alarm) => alarm.id === one));
    const alarms = [...new Set([...others, ...watched.map((alarm) => alarm.id)])];
    if (String(alarms) !== String(metric.alarms)) writes.push(writeOf({ ...metric, alarms }));
  }
  return { kind: 'ok', writes };
}

/** One that nobody looks at any more stays for as long as it has data. */
function writeOf(metric: Metric): Write {
  const { forgetAt: _, ...watched } = metric;
  if (metric.alarms.length > 0) return { put: 'metric', doc: watched };
  return metric.lastAt === null ? { remove: 'metric', doc: metric } : { put: 'metric', doc: toldOf(metric, metric.lastAt) };
}
