import type { Positioned } from '../domain/journal/journal.ts';

/** Where everybody else in the account hears of events. */
export interface EventBus {
  /** Takes all of them, or says why not: then some may have been taken, and all are given again. */
  publish(events: readonly Positioned[]): Promise<'taken' | { readonly reason: string }>;
}
