import type { Ref, Write } from '../../domain/documents.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { type Instant, instant, seconds } from '../../domain/kernel/time.ts';
import { type Datum, type Tallied, tally } from '../../domain/metric/bucket.ts';
import { wakingAt } from '../../domain/metric/look.ts';
import { hourId, hourOf, type Metric, type MetricKey, metricId, newHour, sorted, toldOf } from '../../domain/metric/metric.ts';
import { type MetricAlarm, wound } from '../../domain/metric/metric-alarm.ts';
import { type App, untilCommitted } from '../app.ts';
import type { Realm } from '../groups/grouping.ts';
import type { Monitoring, NewDatum } from './monitoring.ts';

/** Data that lie in one document. */
type Portion = { readonly key: MetricKey; readonly id: string; readonly startsAt: Instant; readonly data: readonly Datum[] };

/**
 * Keeps data: two reads and one write for each metric and hour. Then, and only then, alarms that rest are woken: one that goes to rest makes sure that there are
 * no data it has not seen, so whatever is kept here has been seen by it or finds it at rest.
 */
export const putMetricData =
  (app: App): Monitoring['putMetricData'] =>
  async (realm, data) => {
    const watched = new Map<string, Instant[]>();
    for (const portion of portionsOf(realm, data)) {
      const kept = await keep(app, realm, portion);
      if (kept.kind === 'refused') return kept;
      const times = portion.data.map(({ at }) => at);
      for (const alarm of kept.metric.alarms) watched.set(alarm, [...(watched.get(alarm) ?? []), ...times]);
    }
    for (const [id, times] of watched) await wake(app, { project: realm.caller.projectId, id }, times);
    return { kind: 'ok' };
  };

function portionsOf({ region }: Realm, data: readonly NewDatum[]): readonly Portion[] {
  const portions = new Map<string, { key: MetricKey; id: string; startsAt: Instant; data: Datum[] }>();
  for (const { key, datum } of data) {
    const id = metricId(region, key);
    const startsAt = hourOf(datum.at);
    const portion = portions.get(`${id} ${startsAt}`) ?? { key, id, startsAt, data: [] };
    portion.data.push(datum);
    portions.set(`${id} ${startsAt}`, portion);
  }
  return [...portions.values()];
}

type Kept = { readonly kind: 'ok'; readonly metric: Metric } | Refusal;

/** Where nobody has said otherwise. */
export const MOST_METRICS = 1_000;

const keep = ({ store, clock, mostMetrics = MOST_METRICS }: App, { caller, region }: Realm, portion: Portion): Promise<Kept> =>
  untilCommitted<Kept>(async () => {
    const { key, id, startsAt, data } = portion;
    const project = caller.projectId;
    const [known, hour] = await Promise.all([
      store.get('metric', { project, id }),
      store.get('metricHour', { project, id: hourId(id, startsAt) }),
    ]);
    if (!known && (await isFull(store, project, mostMetrics)))
      return refused('metric.most', `A project has ${mostMetrics} metrics at most: data for another one are not kept.`);
    const metric = known ?? newMetric(project, region, key, id, clock.now());
    const before = hour ?? newHour(project, id, startsAt);
    const tallied = data.reduce<Tallied>((sum, datum) => tally(sum, startsAt, datum), before.tallied);
    // The metric itself is told once an hour.
    const told: Write[] =
      known?.lastAt !== null && known && known.lastAt >= startsAt ? [] : [{ put: 'metric', doc: toldOf(metric, startsAt) }];
    const committed = await store.commit([{ put: 'metricHour', doc: { ...before, tallied } }, ...told]);
    return committed === 'stale' ? 'stale' : { kind: 'ok', metric };
  });

export const newMetric = (
  project: string,
  region: string,
  { namespace, metric, dimensions }: MetricKey,
  id: string,
  now: Instant,
): Metric => ({
  id,
  project,
  region,
  namespace,
  metric,
  dimensions: sorted(dimensions),
  alarms: [],
  lastAt: null,
  createdAt: now,
  version: 0,
});

/** Of two first data at once, both may be let through: the bound is against what never ends, and a few more do no harm. */
export async function isFull(store: App['store'], project: string, most: number): Promise<boolean> {
  return (await store.list('metric', project, { limit: most })).items.length >= most;
}

/** Sets an alarm's clock to when data of these times are to be looked at, unless it rings before. */
async function wake(app: App, ref: Ref, times: readonly Instant[]): Promise<void> {
  const awake = await untilCommitted<MetricAlarm | undefined>(async () => {
    const alarm = await app.store.get('metricAlarm', ref);
    const now = app.clock.now();
    const wanted = alarm && times.flatMap((at) => wakingAt(alarm, at, now) ?? []);
    if (!alarm || !wanted || wanted.length === 0) return undefined;
    const lookAt = instant(Math.min(...wanted));
    if (alarm.lookAt !== null && alarm.lookAt <= lookAt) return undefined;
    const next = wound({ ...alarm, lookAt }, now);
    return (await app.store.commit([{ put: 'metricAlarm', doc: next }])) === 'stale' ? 'stale' : next;
  });
  if (awake) await remindOf(app, awake);
}

const SOON = 60;

/** Has an alarm looked at on its very second, when that is near. Lost, the bells make up for it. */
export async function remindOf({ clock, nudges }: Pick<App, 'clock' | 'nudges'>, { project, id, dueAt }: MetricAlarm): Promise<void> {
  if (dueAt === null) return;
  const left = Math.ceil((dueAt - clock.now()) / 1000);
  if (left <= SOON) await nudges.send([{ project, id, kind: 'metricAlarm', queue: 'duty' }], seconds(Math.max(0, left)));
}
