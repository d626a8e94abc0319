import { childId } from '../kernel/ids.ts';
import { namedId } from '../kernel/named-id.ts';
import { after, type Instant, instant, seconds } from '../kernel/time.ts';
import type { Tallied } from './bucket.ts';

export type Dimension = { readonly name: string; readonly value: string };

/** What a metric is called: the same name with other dimensions is another metric. */
export type MetricKey = {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: readonly Dimension[];
};

/** One metric of a project in a region: that it is there, and who watches it. Its data lie beside it, an hour in each document. */
export type Metric = MetricKey & {
  readonly id: string;
  readonly project: string;
  readonly region: string;
  /** The ids of the alarms that look at it. */
  readonly alarms: readonly string[];
  /** When it last had data, to the hour; null: an alarm waits for the first. */
  readonly lastAt: Instant | null;
  readonly createdAt: Instant;
  /** Absent while an alarm looks at it. */
  readonly forgetAt?: Instant;
  readonly version: number;
};

/** An hour of a metric's data. */
export type MetricHour = {
  readonly id: string;
  readonly project: string;
  readonly metricId: string;
  readonly startsAt: Instant;
  readonly tallied: Tallied;
  readonly forgetAt: Instant;
  readonly version: number;
};

export const HOUR = 3_600_000;
/** Milliseconds that data may be ahead of their time, as AWS has it. */
export const MOST_AHEAD = 2 * HOUR;
/** As long as AWS keeps what it has by the minute. */
const KEPT = seconds(15 * 86_400);

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The order in which dimensions were said makes no difference. */
export const sorted = (dimensions: readonly Dimension[]): readonly Dimension[] => [...dimensions].sort((a, b) => order(a.name, b.name));

export const metricId = (region: string, { namespace, metric, dimensions }: MetricKey): string =>
  namedId('metric', region, JSON.stringify([namespace, metric, ...sorted(dimensions).map(({ name, value }) => [name, value])]));

export const sameMetric = (a: MetricKey, b: MetricKey): boolean => metricId('', a) === metricId('', b);

export const hourOf = (at: Instant): Instant => instant(Math.floor(at / HOUR) * HOUR);

/** Hours of one metric, in the order in which they were. */
export const hourId = (metric: string, startsAt: Instant): string => childId(metric, 'hour', 0, startsAt);

export const newHour = (project: string, metric: string, startsAt: Instant): MetricHour => ({
  id: hourId(metric, startsAt),
  project,
  metricId: metric,
  startsAt,
  tallied: [],
  forgetAt: after(instant(startsAt + HOUR), KEPT),
  version: 0,
});

/** A metric that has data in an hour. Told once an hour, and not of an hour that is earlier. */
export function toldOf(metric: Metric, startsAt: Instant): Metric {
  const lastAt = instant(Math.max(metric.lastAt ?? 0, startsAt));
  const { forgetAt: _, ...kept } = metric;
  return { ...kept, lastAt, ...(metric.alarms.length === 0 && { forgetAt: after(instant(lastAt + HOUR), KEPT) }) };
}

/** The starts of the hours between two instants, the latter excluded. */
export function hoursBetween(from: Instant, to: Instant): readonly Instant[] {
  const first = hourOf(from);
  return Array.from({ length: Math.max(0, Math.ceil((to - first) / HOUR)) }, (_, i) => instant(first + i * HOUR));
}
