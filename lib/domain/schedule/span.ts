import { type Instant, instant, type Seconds } from '../kernel/time.ts';
import type { Calendar } from './calendar.ts';

/** A stretch of time that comes again and again. Its length is of real time, also when the clocks change within it. */
export type Span = { readonly cron: string; readonly timezone: string; readonly duration: Seconds };

/** Spans that meet are one, as far as this many. */
const MOST_MERGED = 50;

/** When the span that an instant lies in ends, or those that meet it do; undefined outside of all. It lies in one from its beginning on, up to its end. */
export function endOf(calendar: Calendar, { cron, timezone, duration }: Span, at: Instant): Instant | undefined {
  let begin = calendar.next(cron, timezone, instant(at - duration * 1000));
  if (begin === undefined || begin > at) return undefined;
  let end = begin + duration * 1000;
  for (let merged = 0; merged < MOST_MERGED; merged++) {
    begin = calendar.next(cron, timezone, begin);
    if (begin === undefined || begin > end) break;
    end = begin + duration * 1000;
  }
  return instant(end);
}

/** When the next one begins. */
export const nextBegin = (calendar: Calendar, { cron, timezone }: Span, after: Instant): Instant | undefined =>
  calendar.next(cron, timezone, after);
