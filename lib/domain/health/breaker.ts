import { after, type Instant, seconds } from '../kernel/time.ts';
import type { BreakerRule } from './rule.ts';
import { type Breaker, CLOSED } from './watch.ts';

/** Fewer unhealthy nodes than this are never a storm: in a small cluster a few are many. */
export const LEAST_FOR_A_STORM = 3;

const LONGEST_OPEN = seconds(3_600);

/** Opens it, for twice as long as the last time. */
export function opened(breaker: Breaker, rule: BreakerRule, reason: string, now: Instant): Breaker {
  const longer = Math.min(rule.coolDown * 2 ** breaker.openings, Math.max(LONGEST_OPEN, rule.coolDown));
  return {
    state: 'open',
    reason,
    since: breaker.state === 'closed' ? now : breaker.since,
    retryAt: after(now, seconds(longer)),
    openings: Math.min(breaker.openings + 1, 16),
    failures: 0,
    trustedUntil: null,
  };
}

/** Closes it: the many that are still unhealthy have this long until they may open it again. */
export const closedFor = (rule: BreakerRule, now: Instant): Breaker => ({ ...CLOSED, trustedUntil: after(now, rule.window) });

/** @param sick members that are, or lately were, unhealthy @returns why it must open, if it must */
export function reasonToOpen(breaker: Breaker, rule: BreakerRule, sick: number, size: number, now: Instant): string | undefined {
  if (breaker.failures >= rule.failures) return `The last ${breaker.failures} recoveries failed`;
  const trusted = breaker.trustedUntil !== null && now < breaker.trustedUntil;
  if (trusted || sick < LEAST_FOR_A_STORM || sick * 100 <= rule.share * size) return undefined;
  return `${sick} of ${size} nodes became unhealthy within ${rule.window} seconds`;
}
