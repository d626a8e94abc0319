import type { ActionName } from '../action/action.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant, Seconds } from '../kernel/time.ts';
import type { Timing } from './timing.ts';

/**
 * What becomes of instants that nobody was there for, or whose target was busy for too long. `skip`: only one that is no later than the
 * tolerance still fires. `fire_once`: of all that are past, the last fires. `fire_all`: each of the last `MOST_MADE_UP` fires, one after the other.
 */
export const MISSED_FIRES = ['skip', 'fire_once', 'fire_all'] as const;
export type MissedFire = (typeof MISSED_FIRES)[number];

/** How many instants `fire_all` makes up for at most. */
export const MOST_MADE_UP = 10;

/** An action that is asked for at certain times, in the name of whoever made the schedule. */
export type Schedule = Timing & {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly name: string;
  readonly action: ActionName;
  /** The id of the cluster or the node, whichever the action works on. */
  readonly target: string;
  readonly targetName: string;
  /** Whose the target is, where it is one that was shared. Absent: the schedule's project's. */
  readonly targetProject?: string;
  /** What the body of the request would say; read and checked again each time. */
  readonly inputs: JsonObject;
  readonly paused: boolean;
  readonly missedFire: MissedFire;
  /** How late an instant may be, and how long it waits for a target that is busy. */
  readonly tolerance: Seconds;
  /** The first instant that has not fired yet, past or future; null when paused or when there are no more. */
  readonly next: Instant | null;
  /** The instant that waits for its busy target, and until when it does. */
  readonly waiting: { readonly instant: Instant; readonly until: Instant } | null;
  /** When it wants to be looked at: at `next`, or sooner or later while it waits. */
  readonly dueAt: Instant | null;
  readonly lastFiredAt: Instant | null;
  readonly lastAction: string | null;
  /** Actions filed. */
  readonly fires: number;
  /** Instants that passed without one. */
  readonly misses: number;
  readonly lastError: string | null;
  readonly updatedAt: Instant | null;
  readonly version: number;
};
