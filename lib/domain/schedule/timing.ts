import { type Fault, permanent } from '../kernel/fault.ts';
import { type Instant, instant, type Seconds } from '../kernel/time.ts';
import { type Calendar, HORIZON_YEARS } from './calendar.ts';
import { nextAfter, type Recurrence, recurrenceFault, zoneFault } from './recurrence.ts';

/** When a schedule fires: at one instant, again and again, or both. */
export type Timing = {
  readonly at: Instant | null;
  /** See Recurrence. */
  readonly cron: string | null;
  readonly timezone: string;
  /** Nothing fires before it. */
  readonly start: Instant | null;
  /** Nothing fires after it. */
  readonly end: Instant | null;
  /** Where a rate's steps begin, unless `start` says. */
  readonly createdAt: Instant;
};

const recurrenceOf = ({ cron, timezone, start, createdAt }: Timing): Recurrence | undefined =>
  cron === null ? undefined : { cron, timezone, anchor: start ?? createdAt };

/** The first time after an instant, never that instant itself; null when there are no more. */
export function nextFire(calendar: Calendar, timing: Timing, after: Instant): Instant | null {
  const { at, start, end } = timing;
  const from = start !== null && start > after ? instant(start - 1) : after;
  const recurrence = recurrenceOf(timing);
  const once = at !== null && at > from ? at : Number.POSITIVE_INFINITY;
  const again = (recurrence && nextAfter(calendar, recurrence, from)) ?? Number.POSITIVE_INFINITY;
  const first = Math.min(once, again);
  return first <= (end ?? Number.MAX_SAFE_INTEGER) ? instant(first) : null;
}

/** The next times, at most so many, oldest first. */
export function nextFires(calendar: Calendar, timing: Timing, after: Instant, count: number): readonly Instant[] {
  const times: Instant[] = [];
  for (let at = nextFire(calendar, timing, after); at !== null && times.length < count; at = nextFire(calendar, timing, at)) times.push(at);
  return times;
}

const YEAR = 366 * 86_400_000;
const wrong = (message: string): Fault => permanent('schedule.invalid', message);

/** What is wrong with a timing that a user sent, the field named; undefined when it fires at least once. @param floor the least time between two */
export function timingFault(calendar: Calendar, timing: Timing, now: Instant, floor: Seconds): Fault | undefined {
  const { at, cron, timezone, start, end } = timing;
  if (at === null && cron === null) return wrong("One of 'at' and 'cron' is required.");
  for (const [field, value] of Object.entries({ at, start, end })) {
    if (value !== null && value > now + HORIZON_YEARS * YEAR)
      return wrong(`The value for '${field}' is more than ${HORIZON_YEARS} years ahead.`);
  }
  if (at !== null && at <= now) return wrong("The value for 'at' is in the past.");
  if (end !== null && end <= now) return wrong("The value for 'end' is in the past.");
  if (start !== null && end !== null && start >= end) return wrong("The value for 'end' is not after 'start'.");
  if (at !== null && start !== null && at < start) return wrong("The value for 'at' is before 'start'.");
  if (at !== null && end !== null && at > end) return wrong("The value for 'at' is after 'end'.");
  const recurrence = recurrenceOf(timing);
  const fault = recurrence ? recurrenceFault(calendar, recurrence, { now, floor }) : zoneFault(calendar, timezone);
  if (fault) return fault;
  return nextFire(calendar, timing, now) === null ? wrong("The value for 'cron' names no time between 'start' and 'end'.") : undefined;
}
