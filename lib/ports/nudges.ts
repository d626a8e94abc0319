import type { WorkQueue } from '../domain/action/work-queue.ts';
import type { Ref } from '../domain/documents.ts';
import type { Seconds } from '../domain/kernel/time.ts';

/** Which action may be able to move, and the queue of the worker that moves its kind. */
export type Nudge = Ref & { readonly queue: WorkQueue };

/** Hints. Any may be lost, repeated or late; nothing depends on them but speed. */
export interface Nudges {
  /** @param delay up to 900 s; longer waits are alarms */
  send(nudges: readonly Nudge[], delay?: Seconds): Promise<void>;
}
