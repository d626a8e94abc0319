import { type Fault, permanent } from '../kernel/fault.ts';
import { type Instant, instant, type Seconds } from '../kernel/time.ts';
import { type Calendar, HORIZON_YEARS } from './calendar.ts';

/** When something happens, again and again. */
export type Recurrence = {
  /** What a calendar reads, or `rate(5 minutes)`. */
  readonly cron: string;
  /** An IANA name. A rate needs none: its steps are of equal length. */
  readonly timezone: string;
  /** Where a rate's steps begin. The first is one step later. */
  readonly anchor: Instant;
};

const RATE = /^rate\(\s*(\d{1,6})\s+(second|minute|hour|day)s?\s*\)$/;
const MS = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** The milliseconds between two steps of a rate; undefined when the expression is none. */
export function rateOf(expression: string): number | undefined {
  const [, count, unit] = RATE.exec(expression.trim()) ?? [];
  return count === undefined || unit === undefined ? undefined : Number(count) * MS[unit as keyof typeof MS];
}

/** The first time after an instant, never that instant itself. */
export function nextAfter(calendar: Calendar, { cron, timezone, anchor }: Recurrence, after: Instant): Instant | undefined {
  const rate = rateOf(cron);
  if (rate === undefined) return calendar.next(cron, timezone, after);
  if (rate === 0) return undefined;
  return instant(anchor + rate * Math.max(1, Math.floor((after - anchor) / rate) + 1));
}

/** The next times, at most so many, oldest first. */
export function upcoming(calendar: Calendar, recurrence: Recurrence, after: Instant, count: number): readonly Instant[] {
  const times: Instant[] = [];
  for (
    let at = nextAfter(calendar, recurrence, after);
    at !== undefined && times.length < count;
    at = nextAfter(calendar, recurrence, at)
  ) {
    times.push(at);
  }
  return times;
}

/** As many as show every step within an hour, whatever its seconds or its minutes are. */
const SAMPLE = 61;

const wrong = (field: string, rule: string): Fault => permanent('schedule.invalid', `The value for '${field}' ${rule}`);

/** What is wrong with the name of a time zone. */
export const zoneFault = (calendar: Calendar, timezone: string, field = 'timezone'): Fault | undefined =>
  calendar.isZone(timezone)
    ? undefined
    : wrong(field, `is not the name of a time zone, such as Europe/Berlin: '${timezone.slice(0, 64)}'.`);

/**
 * Why nothing can happen by this, or undefined: the zone, the expression, one that never comes true, one that does too often.
 *
 * @param floor the least time between two
 * @param field what the expression is called in the request
 */
export function recurrenceFault(
  calendar: Calendar,
  recurrence: Recurrence,
  { now, floor, field = 'cron' }: { readonly now: Instant; readonly floor: Seconds; readonly field?: string },
): Fault | undefined {
  const { cron, timezone } = recurrence;
  const zone = zoneFault(calendar, timezone);
  if (zone) return zone;
  const complaint = rateOf(cron) === undefined ? calendar.complaint(cron) : undefined;
  if (complaint !== undefined) return wrong(field, complaint);

  const times = upcoming(calendar, recurrence, now, SAMPLE);
  if (times.length === 0) return wrong(field, `names no time within ${HORIZON_YEARS} years: '${cron}'.`);
  const often = times.some((at, i) => at - (times[i - 1] ?? Number.NEGATIVE_INFINITY) < floor * 1000);
  return often ? wrong(field, `comes true more often than every ${floor} seconds: '${cron}'.`) : undefined;
}
