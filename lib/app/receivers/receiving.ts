import type { ClusterActionName } from '../../domain/action/action.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Instant, Seconds } from '../../domain/kernel/time.ts';
import type { Receiver, ReceiverType } from '../../domain/receiver/receiver.ts';
import type { Call, ListRequest, On, See } from '../verb.ts';

/** What can be said of a webhook beside what it does. */
export type Restrictions = {
  /** The inputs that a call may set; those that `params` sets, if not said. */
  readonly allowedParams?: readonly string[] | undefined;
  readonly expiresAt?: Instant | undefined;
  /** Calls a minute. */
  readonly rate?: number | undefined;
};
export type CreateReceiver = Restrictions & {
  readonly name: string;
  readonly type: ReceiverType;
  readonly cluster?: string | undefined;
  readonly action?: ClusterActionName | undefined;
  readonly params?: JsonObject | undefined;
  /** Whether calls must be signed. */
  readonly signed?: boolean | undefined;
};
export type UpdateReceiver = Restrictions & {
  readonly name?: string | undefined;
  readonly action?: ClusterActionName | undefined;
  readonly params?: JsonObject | undefined;
};
/** Told when they are made; the key for a little longer. */
export type Secrets = {
  /** What the URL carries. */
  readonly key: string;
  readonly hmacSecret: string | null;
};
export type MadeReceiver = {
  readonly receiver: Receiver;
  readonly secrets?: Secrets;
  /** Where messages are sent. */
  readonly queueUrl?: string;
};

export interface Receiving {
  readonly createReceiver: Call<CreateReceiver, MadeReceiver>;
  readonly listReceivers: Call<ListRequest, { readonly receivers: readonly Receiver[] }>;
  readonly showReceiver: See<MadeReceiver>;
  readonly updateReceiver: On<UpdateReceiver, { readonly receiver: Receiver }>;
  readonly deleteReceiver: See<object>;
  /** Gives it another secret. @param overlap how long the one before is good as well */
  readonly rotateReceiver: On<{ readonly overlap: Seconds }, MadeReceiver>;
  /** Has its messages looked at now. */
  readonly notifyReceiver: See<object>;
}
