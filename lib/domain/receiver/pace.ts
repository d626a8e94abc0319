import { type Instant, instant, type Seconds, seconds } from '../kernel/time.ts';

/** How many come at once before the rate counts. */
export const BURST = 10;

/**
 * The generic cell rate algorithm: one instant remembers as much of the past as a rate needs.
 *
 * @param pace when the calls so far would be through at the rate; null when there were none
 * @param perMinute how many a minute
 * @returns the next pace, or in how many seconds it is worth trying again
 */
export function paced(
  pace: Instant | null,
  perMinute: number,
  now: Instant,
  burst: number = BURST,
): { readonly kind: 'go'; readonly pace: Instant } | { readonly kind: 'wait'; readonly after: Seconds } {
  const each = 60_000 / perMinute;
  const from = Math.max(now, pace ?? now);
  const early = from - now - each * (burst - 1);
  return early > 0 ? { kind: 'wait', after: seconds(Math.ceil(early / 1000)) } : { kind: 'go', pace: instant(Math.ceil(from + each)) };
}
