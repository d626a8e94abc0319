import type { Event } from '../domain/event/event.ts';

/** An event with its place in its project's journal. */
export type Positioned = { readonly position: number; readonly event: Event };

/** Where everybody else in the account hears of events. */
export interface EventBus {
  /** Takes all of them, or says why not: then some may have been taken, and all are given again. */
  publish(events: readonly Positioned[]): Promise<'taken' | { readonly reason: string }>;
}
