import type { Origin } from '../action/action.ts';
import type { Instant } from '../kernel/time.ts';

/** Who asked last for the number of members that a cluster wants. */
export type CapacityOwner = {
  readonly by: 'user' | Origin['by'];
  /** Of the user, the alarm's policy, the schedule, and so on. */
  readonly id: string;
  readonly since: Instant;
};

/** The number that a user last wrote down as the one to be, as programs do that apply the same text again and again. */
export type Declared = { readonly user: string; readonly number: number };
