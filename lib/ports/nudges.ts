import type { ActionName } from '../domain/action/action.ts';
import type { Ref } from '../domain/documents.ts';
import type { Seconds } from '../domain/kernel/time.ts';

/** Which action may be able to move, and its name, which says whose queue it belongs to. */
export type Nudge = Ref & { readonly action: ActionName };

/** Hints. Any may be lost, repeated or late; nothing depends on them but speed. */
export interface Nudges {
  /** @param delay up to 900 s; longer waits are alarms */
  send(nudges: readonly Nudge[], delay?: Seconds): Promise<void>;
}
