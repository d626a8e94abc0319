import type { Write } from '../../domain/documents.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { after, type Instant, instant, seconds } from '../../domain/kernel/time.ts';
import { entered } from '../../domain/metric/look.ts';
import { sorted } from '../../domain/metric/metric.ts';
import { type MetricAlarm, metricAlarmId, periodEnd, wound } from '../../domain/metric/metric-alarm.ts';
import { type App, untilCommitted } from '../app.ts';
import type { Realm } from '../groups/grouping.ts';
import { recorded, stateRecord } from './alarm-records.ts';
import type { Monitoring, NewMetricAlarm } from './monitoring.ts';
import { remindOf } from './put-metric-data.ts';
import { tendMetricAlarm } from './tend-metric-alarm.ts';
import { rewatched } from './watching.ts';

export const putMetricAlarm =
  (app: App): Monitoring['putMetricAlarm'] =>
  async (realm, request) => {
    const put = await untilCommitted(async () => {
      const { caller, region } = realm;
      const before = await app.store.get('metricAlarm', { project: caller.projectId, id: metricAlarmId(region, request.name) });
      if (before?.tracks) return tracked(before);
      const own = { project: caller.projectId, user: caller.userId, region };
      const alarm = { ...newAlarm(own, request, app.clock.now()), ...(before && keptOf(before)) };
      const watching = await rewatched(app, before ? [before] : [], [alarm]);
      if (watching.kind === 'refused') return watching;
      const summary = before ? `Alarm "${alarm.name}" updated` : `Alarm "${alarm.name}" created`;
      const record = recorded(app, alarm, {
        type: 'ConfigurationUpdate',
        summary,
        data: { version: '1.0', type: before ? 'Update' : 'Create' },
      });
      const committed = await app.store.commit([{ put: 'metricAlarm', doc: alarm }, ...watching.writes, record]);
      return committed === 'stale' ? 'stale' : { kind: 'ok' as const, alarm };
    });
    if (put.kind === 'refused') return put;
    await remindOf(app, put.alarm);
    return { kind: 'ok' };
  };

/** Looked at at once: there may be data already. */
export function newAlarm(
  own: Pick<MetricAlarm, 'project' | 'user' | 'region'>,
  request: NewMetricAlarm & Pick<MetricAlarm, 'tracks'>,
  now: Instant,
): MetricAlarm {
  return {
    ...request,
    dimensions: sorted(request.dimensions),
    ...own,
    id: metricAlarmId(own.region, request.name),
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

export const listMetricAlarms =
  ({ store }: App): Monitoring['listMetricAlarms'] =>
  async ({ caller, region }) => {
    const { items } = await store.list('metricAlarm', caller.projectId);
    return { kind: 'ok', alarms: items.filter((one) => one.region === region).sort((a, b) => (a.name < b.name ? -1 : 1)) };
  };

export const deleteMetricAlarms =
  (app: App): Monitoring['deleteMetricAlarms'] =>
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
        const watching = await rewatched(app, [alarm], []);
        if (watching.kind === 'refused') return watching;
        const committed = await app.store.commit([{ remove: 'metricAlarm', doc: alarm }, ...watching.writes, record]);
        return committed === 'stale' ? 'stale' : { kind: 'ok' as const };
      });
      if (gone.kind === 'refused') return gone;
    }
    return { kind: 'ok' };
  };

const missing = (name: string): Refusal => refused('metric-alarm.not-found', `Unknown alarm: ${name}`);

/** Changes one alarm, as it is when nobody is in between. */
const change = (
  app: App,
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
  (app: App): Monitoring['enableAlarmActions'] =>
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
  (app: App): Monitoring['setAlarmState'] =>
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
  (app: App): Monitoring['tagMetricAlarm'] =>
  async (realm, name, set, remove) => {
    const tagged = await change(app, realm, name, (alarm) => {
      const keys = new Set([...set.map(({ key }) => key), ...remove]);
      return { next: { ...alarm, tags: [...alarm.tags.filter(({ key }) => !keys.has(key)), ...set] } };
    });
    return tagged.kind === 'refused' ? tagged : { kind: 'ok' };
  };
