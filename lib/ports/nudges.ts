import type { WorkQueue } from '../domain/action/work-queue.ts';
import type { Ref } from '../domain/documents.ts';
import type { Duty, DutyQueue } from '../domain/duty.ts';
import type { Seconds } from '../domain/kernel/time.ts';

export type Queue = WorkQueue | DutyQueue;

/** Which action may be able to move, or which duty may be due, and the queue of the worker that sees to its kind. */
export type Nudge = Ref &
  (
    | { readonly queue: WorkQueue }
    /** `part`: which part of the duty is meant, where it is done in several. Its own words, short. */
    | { readonly queue: DutyQueue; readonly kind: Duty; readonly part?: string }
  );

/** Hints. Any may be lost, repeated or late; nothing depends on them but speed. */
export interface Nudges {
  /** @param delay up to 900 s; longer waits are alarms */
  send(nudges: readonly Nudge[], delay?: Seconds): Promise<void>;
}
