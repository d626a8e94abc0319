import type { Filters } from '../../domain/subscription/filters.ts';
import type { Letter, Subscription, Target } from '../../domain/subscription/subscription.ts';
import type { Call, ListRequest, On, See } from '../verb.ts';

export type CreateSubscription = {
  readonly name: string;
  readonly target: Target;
  /** Clusters by name, id or short id. */
  readonly filters?: Filters | undefined;
  /** What to sign with; one is made when none is given. */
  readonly secret?: string | undefined;
  readonly maxAttempts?: number | undefined;
  /** The first position wanted; from now on, if not said. */
  readonly from?: number | undefined;
};
export type UpdateSubscription = {
  readonly name?: string | undefined;
  readonly filters?: Filters | undefined;
  readonly secret?: string | undefined;
  readonly maxAttempts?: number | undefined;
};
export type ShownSubscription = { readonly subscription: Subscription };

export interface SubscriptionVerbs {
  /** Answers the secret that was made, once. */
  readonly createSubscription: Call<CreateSubscription, ShownSubscription & { readonly secret?: string }>;
  readonly listSubscriptions: Call<ListRequest, { readonly subscriptions: readonly Subscription[] }>;
  readonly showSubscription: See<ShownSubscription>;
  readonly updateSubscription: On<UpdateSubscription, ShownSubscription>;
  readonly deleteSubscription: See<object>;
  readonly pauseSubscription: See<ShownSubscription>;
  readonly resumeSubscription: See<ShownSubscription>;
  /** Delivers once more everything that is wanted, from a position on. */
  readonly replaySubscription: On<{ readonly from: number }, ShownSubscription>;
  /** Tries once more what was given up: all of it, if not said. */
  readonly redeliverLetters: On<{ readonly letters?: readonly string[] | undefined }, ShownSubscription>;
  readonly listLetters: On<Pick<ListRequest, 'limit' | 'marker'>, { readonly letters: readonly Letter[] }>;
}
