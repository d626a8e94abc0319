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

/** So many documents are written at a time. */
const AT_ONCE = 16;

/**
 * Keeps data: a write for each metric and hour. Then, and only then, it is asked which alarms are on these metrics, and those that rest are woken: one that goes
 * to rest makes sure that there are no data it has not seen, and a new one looks once, so whatever is kept here is seen by it or finds it at rest.
 */
export const putMetricData =
  (app: App): Monitoring['putMetricData'] =>
  async (realm, data) => {
    const project = realm.caller.projectId;
    const portions = portionsOf(realm, data);
    const metrics = [...new Set(portions.map(({ id }) => id))].map((id) => ({ project, id }));
    const full = await whyFull(app, project, metrics);
    if (full) return full;
    const left = [...portions];
    const keepSome = async (): Promise<void> => {
      for (let one = left.shift(); one; one = left.shift()) await keep(app, realm, one);
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, portions.length) }, keepSome));

    const watched = new Map<string, Instant[]>();
    for (const { id, alarms } of await app.store.getMany('metric', metrics)) {
      const times = portions.filter((portion) => portion.id === id).flatMap((portion) => portion.data.map(({ at }) => at));
      for (const alarm of alarms) watched.set(alarm, [...(watched.get(alarm) ?? []), ...times]);
    }
    for (const [id, times] of watched) await wake(app, { project, id }, times);
    return { kind: 'ok' };
  };

/** Nothing is kept of a request that a project has no room for. */
async function whyFull(
  { store, mostMetrics: most = MOST_METRICS }: App,
  project: string,
  metrics: readonly Ref[],
): Promise<Refusal | undefined> {
  const fresh = metrics.length - (await store.getMany('metric', metrics)).length;
  if (fresh === 0 || (await countOf(store, project, most)) + fresh <= most) return undefined;
  return refused('metric.most', `A project has ${most} metrics at most: data for another one are not kept.`);
}

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

/** Where nobody has said otherwise. */
export const MOST_METRICS = 1_000;

const keep = ({ store, clock }: App, { caller, region }: Realm, { key, id, startsAt, data }: Portion): Promise<'committed'> =>
  untilCommitted(async () => {
    const project = caller.projectId;
    const [known, hour] = await Promise.all([
      store.get('metric', { project, id }),
      store.get('metricHour', { project, id: hourId(id, startsAt) }),
    ]);
    const before = hour ?? newHour(project, id, startsAt);
    const tallied = data.reduce<Tallied>((sum, datum) => tally(sum, startsAt, datum), before.tallied);
    // The metric itself is told once an hour.
    const isTold = known !== undefined && known.lastAt !== null && known.lastAt >= startsAt;
    const metric = known ?? newMetric(project, region, key, id, clock.now());
    const told: Write[] = isTold ? [] : [{ put: 'metric', doc: toldOf(metric, startsAt) }];
    return store.commit([{ put: 'metricHour', doc: { ...before, tallied } }, ...told]);
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

/** How many metrics a project has, up to so many. Of two first data at once, both may be let through: the bound is against what never ends, and a few more do no harm. */
export const countOf = async (store: App['store'], project: string, most: number): Promise<number> =>
  (await store.list('metric', project, { limit: most })).items.length;

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
