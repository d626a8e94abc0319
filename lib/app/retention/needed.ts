import type { Event } from '../../domain/event/event.ts';
import { underWay } from '../../domain/health/watch.ts';
import { entryId, type Journal, journalId } from '../../domain/journal/journal.ts';
import { bornAt } from '../../domain/kernel/ids.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import { numbersIn } from '../journal/numbered.ts';

/** What of a project somebody has yet to come back to. */
export type Needed = {
  readonly event: (event: Event) => boolean;
  /** Dead letters that are to be delivered once more. */
  readonly letters: ReadonlySet<string>;
  /** Recoveries whose end the watch of their cluster has not seen. */
  readonly actions: ReadonlySet<string>;
  /** The last number that everybody has been told of. */
  readonly toldTo: number;
  readonly journal: Journal | undefined;
};

/**
 * Reads what is owed. An event is needed until it is numbered, the bus and every subscription have it behind them, and no dead letter tells of it: whoever gave
 * it up may deliver it yet. A subscription that is paused needs what comes after it.
 */
export async function neededIn(store: DocumentStore, project: string): Promise<Needed> {
  const journal = await store.get('journal', { project, id: journalId(project) });
  // Before the letters: one moves in the commit that writes the other.
  const { items: subscriptions } = await store.list('subscription', project);
  const { items: letters } = await store.list('letter', project);
  const { items: watches } = await store.list('watch', project);
  const toldTo = Math.min(journal?.published ?? 0, ...subscriptions.map(({ cursor }) => cursor));
  const given = new Set(letters.map(({ eventId }) => eventId));
  const isTold = await toldOf(store, project, journal, toldTo);
  return {
    event: (event) => given.has(event.id) || !isTold(event.id),
    letters: new Set(subscriptions.flatMap(({ redeliver }) => redeliver)),
    actions: new Set(watches.flatMap((watch) => underWay(watch).map(({ actionId }) => actionId))),
    toldTo,
    journal,
  };
}

/** Everything that was born before all was settled has its number; of younger ones, and of those not told of yet, the entries say. */
async function toldOf(
  store: DocumentStore,
  project: string,
  journal: Journal | undefined,
  toldTo: number,
): Promise<(id: string) => boolean> {
  if (!journal) return () => false;
  const { items } = await store.list('entry', project, { after: entryId(Math.min(toldTo, journal.since - 1)) });
  const numbers = numbersIn(items);
  return (id) => {
    const position = numbers.get(id);
    return position === undefined ? bornAt(id) < journal.settledTo : position <= toldTo;
  };
}
