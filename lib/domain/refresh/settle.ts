import type { Node } from '../cluster/node.ts';
import type { Instant } from '../kernel/time.ts';
import { setOff } from './muster.ts';
import type { Make, Refresh, RefreshStatus } from './refresh.ts';

/** What the group makes from now on, and whether its clients are to be told so. */
export type Outcome = { readonly make: Make; readonly becomes: boolean };
export type Settled = { readonly next: Refresh; readonly outcome?: Outcome };

const over = (refresh: Refresh, status: RefreshStatus, reason: string, now: Instant): Refresh => ({
  ...refresh,
  status,
  reason,
  dueAt: null,
  endedAt: now,
  pausedUntil: null,
});

/** All that was to be replaced has been. */
export function fulfilled(refresh: Refresh, now: Instant): Settled {
  if (refresh.back) return { next: over(refresh, 'RollbackSuccessful', '', now) };
  const next = over(refresh, 'Successful', '', now);
  return refresh.changes ? { next, outcome: { make: refresh.aim, becomes: true } } : { next };
}

/** What was replaced stays replaced; what comes later is made as it was. */
export const cancelled = (refresh: Refresh, now: Instant): Settled => ({
  next: over(refresh, 'Cancelled', 'Cancelled due to user request.', now),
  ...unchanged(refresh),
});

/** Goes back by itself where it was told to, and has not begun to already. */
export function failed(refresh: Refresh, nodes: readonly Node[], reason: string, now: Instant): Settled {
  const returns = refresh.preferences.autoRollback && refresh.changes && !refresh.back;
  return returns ? turnedBack(refresh, nodes, reason, now) : ceased(refresh, reason, now);
}

/** Leaves everything as it is. */
export const ceased = (refresh: Refresh, reason: string, now: Instant): Settled =>
  refresh.back
    ? { next: over(refresh, 'RollbackFailed', reason, now) }
    : { next: over(refresh, 'Failed', reason, now), ...unchanged(refresh) };

/** From now on everything is made as it was before, and what is not is replaced. */
export const turnedBack = (refresh: Refresh, nodes: readonly Node[], reason: string, now: Instant): Settled => ({
  next: {
    ...refresh,
    status: 'RollbackInProgress',
    reason,
    back: { ...setOff(nodes, refresh.before, { ...refresh.preferences, skipMatching: true }, now), reason },
    failures: 0,
    pausedUntil: null,
    stuckSince: null,
    dueAt: now,
  },
  outcome: { make: refresh.before, becomes: false },
});

const unchanged = ({ changes, before }: Refresh): Pick<Settled, 'outcome'> =>
  changes ? { outcome: { make: before, becomes: false } } : {};
