import type { Write } from '../../domain/documents.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { after, type Instant, instant, seconds } from '../../domain/kernel/time.ts';
import { entered } from '../../domain/metric/look.ts';
import { type Metric, type MetricKey, metricId, sameMetric, sorted, toldOf } from '../../domain/metric/metric.ts';
import { type MetricAlarm, metricAlarmId, periodEnd, wound } from '../../domain/metric/metric-alarm.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import { untilCommitted } from '../app.ts';
import type { Realm } from '../groups/grouping.ts';
import { recorded, stateRecord } from './alarm-records.ts';
import type { Monitoring, MonitoringApp, NewMetricAlarm } from './monitoring.ts';
import { isFull, newMetric, remindOf } from './put-metric-data.ts';
import { tendMetricAlarm } from './tend-metric-alarm.ts';

export const putMetricAlarm =
  (app: MonitoringApp): Monitoring['putMetricAlarm'] =>
  async (realm, request) => {
    const put = await untilCommitted(async () => {
      const { caller, region } = realm;
      const before = await app.store.get('metricAlarm', { project: caller.projectId, id: metricAlarmId(region, request.name) });
      if (before?.tracks) return tracked(before);
      const alarm = { ...newAlarm(realm, request, app.clock.now()), ...(before && keptOf(before)) };
      const writes = await watching(app, alarm, before);
      if (!Array.isArray(writes)) return writes as Refusal;
      const summary = before ? `Alarm "${alarm.name}" updated` : `Alarm "${alarm.name}" created`;
      const record = recorded(app, alarm, {
        type: 'ConfigurationUpdate',
        summary,
        data: { version: '1.0', type: before ? 'Update' : 'Create' },
      });
      const committed = await app.store.commit([{ put: 'metricAlarm', doc: alarm }, ...writes, record]);
      return committed === 'stale' ? 'stale' : { kind: 'ok' as const, alarm };
    });
    if (put.kind === 'refused') return put;
    await remindOf(app, put.alarm);
    return { kind: 'ok' };
  };

/** Looked at at once: there may be data already. */
export function newAlarm({ caller, region }: Realm, request: NewMetricAlarm & Pick<MetricAlarm, 'tracks'>, now: Instant): MetricAlarm {
  const own = { id: metricAlarmId(region, request.name), project: caller.projectId, user: caller.userId, region };
  return {
    ...request,
    dimensions: sorted(request.dimensions),
    ...own,
    state: 'INSUFFICIENT_DATA',
    reason: 'Unchecked: Initial alarm creation',
    reasonData: '',
    points: [],
    stateAt: now,
    configuredAt: now,
    pending: [],
    lookAt: now,
    repeatedAt: now,
    dueAt: now,
    createdAt: now,
    version: 0,
  };
}

/** What an alarm keeps when it is told anew: its state is what the metric made of it. */
const keptOf = (before: MetricAlarm) => {
  const { state, reason, reasonData, points, stateAt, repeatedAt, createdAt, tags, version } = before;
  return { state, reason, reasonData, points, stateAt, repeatedAt, createdAt, tags, version };
};

const tracked = ({ name, tracks }: MetricAlarm): Refusal =>
  refused('metric-alarm.tracks', `The alarm ${name} belongs to a target tracking policy of the group ${tracks?.group}: change the policy.`);

/** What makes the metric of an alarm know of it, and the one that it looked at before forget. */
export async function watching(
  app: MonitoringApp,
  alarm: MetricAlarm,
  before: MetricAlarm | undefined,
): Promise<readonly Write[] | Refusal> {
  const { project, region, id } = alarm;
  const metric = await app.store.get('metric', { project, id: metricId(region, alarm) });
  if (!metric && (await isFull(app.store, project, app.mostMetrics)))
    return refused('metric.most', `A project has ${app.mostMetrics} metrics at most, with data or with alarms.`);
  const { forgetAt: _, ...watched } = metric ?? newMetric(project, region, alarm, metricId(region, alarm), app.clock.now());
  const now: Write[] = watched.alarms.includes(id) ? [] : [{ put: 'metric', doc: { ...watched, alarms: [...watched.alarms, id] } }];
  return before && !sameMetric(before, alarm) ? [...now, ...(await unwatching(app, before))] : now;
}

/** What makes a metric forget alarms that go, all of them on it. */
export async function unwatching(
  { store }: { readonly store: DocumentStore },
  ...alarms: readonly [Pick<MetricAlarm, 'id' | 'project' | 'region'> & MetricKey, ...Pick<MetricAlarm, 'id'>[]]
): Promise<readonly Write[]> {
  const [{ project, region, ...key }] = alarms;
  const metric = await store.get('metric', { project, id: metricId(region, key) });
  if (!metric) return [];
  const left = metric.alarms.filter((id) => !alarms.some((alarm) => alarm.id === id));
  const forgotten: Metric = { ...metric, alarms: left };
  if (left.length > 0) return [{ put: 'metric', doc: forgotten }];
  return metric.lastAt === null ? [{ remove: 'metric', doc: metric }] : [{ put: 'metric', doc: toldOf(forgotten, metric.lastAt) }];
}

export const listMetricAlarms =
  ({ store }: MonitoringApp): Monitoring['listMetricAlarms'] =>
  async ({ caller, region }) => {
    const { items } = await store.list('metricAlarm', caller.projectId);
    return { kind: 'ok', alarms: items.filter((one) => one.region === region).sort((a, b) => (a.name < b.name ? -1 : 1)) };
  };

export const deleteMetricAlarms =
  (app: MonitoringApp): Monitoring['deleteMetricAlarms'] =>
  async ({ caller, region }, names) => {
    for (const name of new Set(names)) {
      const gone = await untilCommitted(async () => {
        const alarm = await app.store.get('metricAlarm', { project: caller.projectId, id: metricAlarmId(region, name) });
        if (!alarm) return { kind: 'ok' as const };
        if (alarm.tracks) return tracked(alarm);
        const record = recorded(app, alarm, {
          type: 'ConfigurationUpdate',
          summary: `Alarm "${name}" deleted`,
          data: { version: '1.0', type: 'Delete' },
        });
        const committed = await app.store.commit([{ remove: 'metricAlarm', doc: alarm }, ...(await unwatching(app, alarm)), record]);
        return committed === 'stale' ? 'stale' : { kind: 'ok' as const };
      });
      if (gone.kind === 'refused') return gone;
    }
    return { kind: 'ok' };
  };

const missing = (name: string): Refusal => refused('metric-alarm.not-found', `Unknown alarm: ${name}`);

/** Changes one alarm, as it is when nobody is in between. */
const change = (
  app: MonitoringApp,
  { caller, region }: Realm,
  name: string,
  changed: (alarm: MetricAlarm) => { readonly next: MetricAlarm; readonly writes?: readonly Write[] },
) =>
  untilCommitted<{ readonly kind: 'ok'; readonly alarm: MetricAlarm } | Refusal>(async () => {
    const alarm = await app.store.get('metricAlarm', { project: caller.projectId, id: metricAlarmId(region, name) });
    if (!alarm) return missing(name);
    const { next, writes = [] } = changed(alarm);
    const committed = await app.store.commit([{ put: 'metricAlarm', doc: next }, ...writes]);
    return committed === 'stale' ? 'stale' : { kind: 'ok', alarm: next };
  });

/** Names of none are passed over. Whoever has them enabled again has what is due done when it is looked at next. */
export const enableAlarmActions =
  (app: MonitoringApp): Monitoring['enableAlarmActions'] =>
  async (realm, names, actionsEnabled) => {
    for (const name of new Set(names)) {
      const now = app.clock.now();
      const done = await change(app, realm, name, (alarm) => ({
        next: wound({ ...alarm, actionsEnabled, pending: actionsEnabled ? alarm.pending : [], lookAt: now }, now),
      }));
      if (done.kind === 'ok') await remindOf(app, done.alarm);
    }
    return { kind: 'ok' };
  };

const HELD = seconds(60);

export const setAlarmState =
  (app: MonitoringApp): Monitoring['setAlarmState'] =>
  async (realm, name, { state, reason, reasonData }) => {
    const set = await change(app, realm, name, (alarm) => {
      const now = app.clock.now();
      const held = instant(Math.max(periodEnd(alarm, now), after(now, HELD)));
      if (state === alarm.state) return { next: wound({ ...alarm, reason, reasonData, lookAt: held }, now) };
      const next = wound({ ...entered(alarm, state, { points: [] }, now, { reason, reasonData }), lookAt: held }, now);
      return { next, writes: [stateRecord(app, alarm, next)] };
    });
    if (set.kind === 'refused') return set;
    // Whoever sets a state by hand wants to see what comes of it.
    await tendMetricAlarm(app, set.alarm);
    return { kind: 'ok' };
  };

export const tagMetricAlarm =
  (app: MonitoringApp): Monitoring['tagMetricAlarm'] =>
  async (realm, name, set, remove) => {
    const tagged = await change(app, realm, name, (alarm) => {
      const keys = new Set([...set.map(({ key }) => key), ...remove]);
      return { next: { ...alarm, tags: [...alarm.tags.filter(({ key }) => !keys.has(key)), ...set] } };
    });
    return tagged.kind === 'refused' ? tagged : { kind: 'ok' };
  };
