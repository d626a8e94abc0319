import type { Seconds } from '../../domain/kernel/time.ts';
import type { Digest } from '../../ports/digest.ts';
import type { Hmac } from '../../ports/hmac.ts';
import type { Mailboxes } from '../../ports/mailboxes.ts';

/** What receivers run on. */
export type Reception = {
  readonly digest: Digest;
  readonly hmac: Hmac;
  readonly mailboxes: Mailboxes;
  /** Calls a minute of a webhook that are heeded, when it does not say. */
  readonly rate: number;
  /** How often the queues of message receivers are looked at; 0 is only when somebody asks for it. */
  readonly poll: Seconds;
  /** Whether a webhook may be called without its secret, as in Senlin. */
  readonly idIsEnough: boolean;
};
