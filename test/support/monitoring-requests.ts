import type { Realm } from '../../lib/app/groups/grouping.ts';
import type { Monitoring, NewMetricAlarm } from '../../lib/app/metrics/monitoring.ts';
import { monitoringVerbs } from '../../lib/app/metrics/monitoring-verbs.ts';
import { seconds } from '../../lib/domain/kernel/time.ts';
import { T0 } from './documents.ts';
import { somebody } from './furnished.ts';
import type { MemoryService } from './memory-service.ts';

export const LOAD = { namespace: 'App', metric: 'load', dimensions: [{ name: 'host', value: 'a' }] } as const;

export const aDatum = (value = 1, at = T0) => ({
  key: LOAD,
  datum: { at, unit: 'None', resolution: 60, count: 1, sum: value, min: value, max: value },
});

export const anAlarm = (name: string, more: Partial<NewMetricAlarm> = {}): NewMetricAlarm => ({
  ...LOAD,
  name,
  statistic: 'Average',
  period: seconds(60),
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  threshold: 50,
  comparison: 'GreaterThanThreshold',
  missing: 'missing',
  actionsEnabled: true,
  actions: { OK: [], ALARM: [], INSUFFICIENT_DATA: [] },
  tags: [],
  ...more,
});

/** One of everything that belongs to metrics, for the walk through the rules. */
export async function furnishMonitoring(service: MemoryService, project: string): Promise<void> {
  const monitoring = monitoringVerbs({ ...service.app, mostMetrics: 10 });
  const realm: Realm = { caller: somebody(project), region: 'us-east-1' };
  for (const asked of [monitoring.putMetricData(realm, [aDatum()]), monitoring.putMetricAlarm(realm, anAlarm(`busy-${project}`))])
    if ((await asked).kind === 'refused') throw new Error(JSON.stringify(await asked));
}

type Asked<V extends keyof Monitoring> = Parameters<Monitoring[V]> extends readonly [unknown, ...infer Rest] ? Rest : never;

/** A request for every verb of metrics and alarms. A verb that is not here does not compile. @param alarm by its name */
export const MONITORING_REQUESTS: { readonly [V in keyof Monitoring]: (alarm: string) => Asked<V> } = {
  putMetricData: () => [[aDatum(2)]],
  readMetric: () => [LOAD, { from: T0, to: T0 + 60_000, period: 60_000 }],
  listMetrics: () => [],
  putMetricAlarm: () => [anAlarm('new')],
  listMetricAlarms: () => [],
  deleteMetricAlarms: (alarm) => [[alarm]],
  enableAlarmActions: (alarm) => [[alarm], false],
  setAlarmState: (alarm) => [alarm, { state: 'OK', reason: 'by hand', reasonData: '' }],
  tagMetricAlarm: (alarm) => [alarm, [{ key: 'a', value: 'b' }], []],
  listAlarmRecords: () => [{ from: 0, to: Number.MAX_SAFE_INTEGER }],
};
