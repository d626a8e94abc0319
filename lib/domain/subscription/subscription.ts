import type { NotificationForm } from '../group/notification.ts';
import type { Instant } from '../kernel/time.ts';
import type { Filters } from './filters.ts';

/** Where events go. */
export type Target =
  /** POSTed to an address, signed. */
  | { readonly type: 'webhook'; readonly url: string }
  /** An ARN, for each of these. */
  | { readonly type: 'sqs'; readonly queue: string }
  | { readonly type: 'sns'; readonly topic: string }
  | { readonly type: 'eventbridge'; readonly bus: string };
export const TARGET_TYPES = ['webhook', 'sqs', 'sns', 'eventbridge'] as const satisfies readonly Target['type'][];

/** Somebody is delivering. `token` is the version that took it: whoever comes back after it lapsed finds another. */
export type Lease = { readonly token: number; readonly until: Instant };

/** What went wrong last, without secrets. */
export type Mishap = { readonly at: Instant; readonly position: number; readonly reason: string };

/** Has the events of a project delivered somewhere, one after the other in the order of its journal. */
export type Subscription = {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly name: string;
  readonly target: Target;
  /** What deliveries are signed with: sealed, since whoever signs must read it. Webhooks only. */
  readonly sealedSecret: string | null;
  readonly filters: Filters;
  /** What is sent instead of events: notifications of an Auto Scaling group. Absent: the events themselves. */
  readonly form?: NotificationForm;
  /** Tries before an event is given up. */
  readonly maxAttempts: number;
  readonly paused: boolean;
  /** The last position that was dealt with: delivered, not wanted, or given up. */
  readonly cursor: number;
  /** Counts the times the cursor was set by hand, so that a delivery under way does not undo that. */
  readonly era: number;
  /** Failed tries of the event that is next. */
  readonly attempts: number;
  /** Not before then is it tried again. */
  readonly retryAt: Instant | null;
  readonly lastError: Mishap | null;
  readonly deliveredAt: Instant | null;
  /** Dead letters to deliver once more before anything else, by id. */
  readonly redeliver: readonly string[];
  readonly lease: Lease | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant | null;
  readonly dueAt: Instant | null;
  readonly version: number;
};

/** An event that a subscription gave up. */
export type Letter = {
  readonly id: string;
  readonly project: string;
  readonly subscriptionId: string;
  readonly position: number;
  readonly eventId: string;
  readonly attempts: number;
  readonly reason: string;
  readonly at: Instant;
  readonly version: number;
};
