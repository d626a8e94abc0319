import type { Cluster } from '../cluster/cluster.ts';
import type { Instant } from '../kernel/time.ts';
import { firstRound } from './round.ts';
import type { HealthRule } from './rule.ts';
import { CLOSED, suspectsDue, type Watch } from './watch.ts';

type Facts = { readonly user: string; readonly policyId: string; readonly enabled: boolean; readonly rule: HealthRule };

/** @param before what an earlier policy may have left behind */
export function makeWatch({ id, project }: Pick<Cluster, 'id' | 'project'>, facts: Facts, now: Instant, before?: Watch): Watch {
  const fresh = { dueAt: null, nextRound: null, round: 0, recoveries: [], troubles: {}, breaker: CLOSED, createdAt: now };
  const suspects = before?.suspects && { suspects: before.suspects };
  return switched({ id, project, ...facts, ...fresh, ...suspects, version: before?.version ?? 0 }, facts.enabled, now);
}

/**
 * Turned on or off. The first round after it was turned on is an interval away, as if it had just been attached. Where there are none, somebody
 * looks once, at who is ill already: nobody tells of them again.
 */
export function switched(watch: Watch, enabled: boolean, now: Instant): Watch {
  const nextRound = enabled ? firstRound(watch.rule, now) : null;
  // Recoveries that are under way end on their own; whoever turns it on again looks at them then, and at who was suspected.
  const owes = nextRound === null || watch.recoveries.some(({ ended }) => ended === null) || suspectsDue(watch).length > 0;
  return { ...watch, enabled, nextRound, dueAt: enabled && owes ? now : nextRound };
}

/** With the past forgotten: the breaker closed, every pause over. What an operator does who knows better. */
export const reset = (watch: Watch, now: Instant): Watch => ({
  ...watch,
  breaker: CLOSED,
  troubles: {},
  recoveries: watch.recoveries.filter(({ ended }) => ended === null),
  dueAt: watch.enabled ? now : null,
});
