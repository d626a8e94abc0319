import type { Datum, Period } from '../../domain/metric/bucket.ts';
import type { Metric, MetricKey } from '../../domain/metric/metric.ts';
import type { AlarmRecord, AlarmState, MetricAlarm, Rule, Watched } from '../../domain/metric/metric-alarm.ts';
import type { Realm } from '../groups/grouping.ts';
import type { Answer } from '../verb.ts';

export type NewDatum = { readonly key: MetricKey; readonly datum: Datum };

export type NewMetricAlarm = Watched &
  Rule &
  Pick<MetricAlarm, 'name' | 'actionsEnabled' | 'actions' | 'tags'> & { readonly description?: string };

export type Span = { readonly from: number; readonly to: number; readonly period: number; readonly unit?: string | undefined };

export type RecordRequest = { readonly alarm?: string | undefined; readonly from: number; readonly to: number };

/** Metrics of a project in a region, and alarms on them. */
export interface Monitoring {
  /** Kept when it answers, and looked at by whatever alarms it concerns. */
  readonly putMetricData: (realm: Realm, data: readonly NewDatum[]) => Promise<Answer<object>>;
  /** Oldest first. @param span `period` in milliseconds */
  readonly readMetric: (realm: Realm, key: MetricKey, span: Span) => Promise<Answer<{ readonly periods: readonly Period[] }>>;
  /** Those that have data. */
  readonly listMetrics: (realm: Realm) => Promise<Answer<{ readonly metrics: readonly Metric[] }>>;

  /** One of the same name is changed, and stays in its state. */
  readonly putMetricAlarm: (realm: Realm, alarm: NewMetricAlarm) => Promise<Answer<object>>;
  /** By name. */
  readonly listMetricAlarms: (realm: Realm) => Promise<Answer<{ readonly alarms: readonly MetricAlarm[] }>>;
  /** Names of none are passed over. */
  readonly deleteMetricAlarms: (realm: Realm, names: readonly string[]) => Promise<Answer<object>>;
  readonly enableAlarmActions: (realm: Realm, names: readonly string[], enabled: boolean) => Promise<Answer<object>>;
  /** Does what is to be done in that state. It holds for a minute at least; then the metric counts again. */
  readonly setAlarmState: (
    realm: Realm,
    name: string,
    said: { readonly state: AlarmState; readonly reason: string; readonly reasonData: string },
  ) => Promise<Answer<object>>;
  readonly tagMetricAlarm: (realm: Realm, name: string, set: MetricAlarm['tags'], remove: readonly string[]) => Promise<Answer<object>>;
  /** Newest first. */
  readonly listAlarmRecords: (realm: Realm, request: RecordRequest) => Promise<Answer<{ readonly records: readonly AlarmRecord[] }>>;
}
