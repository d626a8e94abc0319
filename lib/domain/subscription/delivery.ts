import { childId } from '../kernel/ids.ts';
import { after, type Instant, type Seconds, seconds } from '../kernel/time.ts';
import type { Letter, Mishap, Subscription } from './subscription.ts';

export const DEFAULT_ATTEMPTS = 10;
export const MOST_ATTEMPTS = 20;
const LONGEST_PAUSE = 3_600;

/** Longer than everything that is sent under it may take together. */
export const LEASE: Seconds = seconds(60);
/** What one try may take. */
export const SEND_TIMEOUT: Seconds = seconds(10);

/** The same for every try, so that whoever gets it twice can tell. */
export const deliveryId = (subscription: Pick<Subscription, 'id' | 'createdAt'>, position: number): string =>
  childId(subscription.id, 'delivery', position, subscription.createdAt);

export const letterId = (subscription: Pick<Subscription, 'id' | 'createdAt'>, position: number): string =>
  childId(subscription.id, 'letter', position, subscription.createdAt);

/** How long to wait after so many failed tries: a second, doubled each time. @param asked what the target asked for */
export const pauseAfter = (attempts: number, asked: Seconds = seconds(0)): Seconds =>
  seconds(Math.min(LONGEST_PAUSE, Math.max(asked, 2 ** Math.min(attempts - 1, 12))));

/** What came of one piece of delivering. */
export type Progress = {
  /** What the cursor was in which era when it began: in another era it has been set since. */
  readonly era: number;
  readonly cursor: number;
  readonly delivered: boolean;
  /** Letters that arrived after all. */
  readonly redelivered: readonly string[];
  readonly failure?: Mishap & { readonly eventId: string; readonly again?: Seconds; readonly letter: boolean };
};

export type Settled = { readonly subscription: Subscription; readonly letter?: Letter };

/** Takes a lease, which an alarm outlives. */
export const leased = (subscription: Subscription, now: Instant): Subscription => {
  const until = after(now, LEASE);
  return { ...subscription, lease: { token: subscription.version, until }, dueAt: until };
};

export const isLeased = ({ lease }: Subscription, now: Instant): boolean => lease !== null && now < lease.until;

/**
 * The subscription after what was done under its lease, as it is by now: whoever changed it meanwhile keeps their changes.
 *
 * An event that failed too often is given up: what comes after it has waited long enough.
 *
 * @param last where the journal ends by now: whoever is not there yet keeps an alarm
 */
export function settle(current: Subscription, progress: Progress, last: number, now: Instant): Settled {
  const { failure } = progress;
  const isCurrent = current.era === progress.era;
  const redeliver = current.redeliver.filter(
    (id) => !progress.redelivered.includes(id) && !(failure?.letter && id === letterId(current, failure.position)),
  );
  const moved: Subscription = {
    ...current,
    redeliver,
    lease: null,
    ...(isCurrent && progress.cursor > current.cursor && { cursor: progress.cursor, attempts: 0 }),
    ...(progress.delivered && { deliveredAt: now, retryAt: null }),
    dueAt: null,
  };
  const goingOn = (next: Subscription): Subscription => ({
    ...next,
    dueAt: !next.paused && (next.cursor < last || next.redeliver.length > 0) ? after(now, LEASE) : null,
  });
  if (!failure) return { subscription: goingOn({ ...moved, retryAt: null }) };
  const { eventId, again, letter: ofLetter, ...lastError } = failure;
  if (ofLetter) return { subscription: goingOn({ ...moved, lastError }) };
  const attempts = moved.attempts + 1;
  if (!isCurrent || attempts < current.maxAttempts) {
    const retryAt = after(now, pauseAfter(attempts, again));
    return { subscription: { ...moved, attempts, retryAt, lastError, dueAt: current.paused ? null : retryAt } };
  }
  const { id: subscriptionId, project } = current;
  return {
    subscription: goingOn({ ...moved, attempts: 0, retryAt: null, lastError, cursor: failure.position }),
    letter: {
      id: letterId(current, failure.position),
      project,
      subscriptionId,
      position: failure.position,
      eventId,
      attempts,
      reason: failure.reason,
      at: now,
      version: 0,
    },
  };
}
