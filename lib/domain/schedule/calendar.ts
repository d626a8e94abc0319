import type { Instant } from '../kernel/time.ts';

/**
 * What a clock on the wall shows, somewhere. Pure for all that matters here: the same question has the same answer, as long as no
 * government changes its time zone.
 *
 * An expression has five fields, or six with the seconds first; `@daily` and its like; or `cron(...)` with its six fields, the year last, as AWS
 * writes it. Over a change of the clocks it behaves as Vixie cron does. Expressions without a wildcard or a step name times of day: one
 * that the change leaves out happens at the first moment after it, and one that comes twice happens the first time only. All others name
 * intervals: they happen whenever the clock shows what they ask for, in both passes of an hour that is repeated, and not in one that is left out.
 */
export interface Calendar {
  /** The first instant after `after`, never `after` itself; undefined when there is none within `HORIZON_YEARS`, or the expression cannot be read. */
  next(expression: string, zone: string, after: Instant): Instant | undefined;

  /** What is wrong with an expression, in words that end a sentence; undefined when it can be read. It may still never happen. */
  complaint(expression: string): string | undefined;

  /** Whether this is the name of a time zone of the IANA database. */
  isZone(zone: string): boolean;
}

/** What does not happen within so many years counts as never: the 30th of February does not, every 29th does. */
export const HORIZON_YEARS = 10;

/** No expression anybody means is longer. */
export const LONGEST_EXPRESSION = 200;
