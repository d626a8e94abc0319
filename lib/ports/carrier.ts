import type { Positioned } from '../domain/journal/journal.ts';
import type { JsonObject } from '../domain/kernel/json.ts';
import type { Seconds } from '../domain/kernel/time.ts';
import type { Target } from '../domain/subscription/subscription.ts';

/** One event on its way to one target. */
export type Parcel = Positioned & {
  /** The same for every try. */
  readonly id: string;
  readonly subscriptionId: string;
  /** What to sign it with; empty where nothing is signed. */
  readonly secret: string;
  /** What is said of it, where that is not the event itself. */
  readonly letter?: { readonly subject: string; readonly body: JsonObject };
};

/** @returns `reason` carries nothing of the secret, nor of what the target answered beyond a status or a code */
export type Carried = 'delivered' | { readonly reason: string; readonly again?: Seconds };

/** Brings events to one type of target. Never throws, and answers within SEND_TIMEOUT. */
export type Carrier<T extends Target['type'] = Target['type']> = (
  target: Extract<Target, { readonly type: T }>,
  parcel: Parcel,
) => Promise<Carried>;

export type Carriers = { readonly [T in Target['type']]: Carrier<T> };
