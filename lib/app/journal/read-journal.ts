import { entryId, type Positioned } from '../../domain/journal/journal.ts';
import type { DocumentStore } from '../../ports/document-store.ts';

/** Entries read at a time: a busy journal has few long ones, a quiet one many short ones. */
const ENTRIES = 25;

export type Passage = {
  /** In order. An event that was deleted since is left out, its number stays. */
  readonly events: readonly Positioned[];
  /** The last number that was read; where to go on. */
  readonly to: number;
};

/** What a project's journal says after a number, so much at a time: nothing when it ends there. */
export async function readJournal(store: DocumentStore, project: string, after: number): Promise<Passage> {
  const { items } = await store.list('entry', project, { after: entryId(after), limit: ENTRIES });
  const numbers = items.flatMap(({ first, events }) =>
    events.map((id, i) => ({ position: first + i, id })).filter(({ position }) => position > after),
  );
  const found = await store.getMany(
    'event',
    numbers.map(({ id }) => ({ project, id })),
  );
  const byId = new Map(found.map((event) => [event.id, event]));
  return {
    events: numbers.flatMap(({ position, id }) => {
      const event = byId.get(id);
      return event ? [{ position, event }] : [];
    }),
    to: numbers.at(-1)?.position ?? after,
  };
}
