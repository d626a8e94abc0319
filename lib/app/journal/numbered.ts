import { type Entry, entryId, type Journal } from '../../domain/journal/journal.ts';
import type { DocumentStore } from '../../ports/document-store.ts';

const MOST_KEPT = 100;
const kept = new WeakMap<DocumentStore, Map<string, Entry[]>>();

/**
 * The entries that begin with the one `since` is in, up to the journal's end. They never change once they are written, so those read before
 * need not be read again: a worker that stays with a project reads only what is new.
 */
export async function entriesSince(store: DocumentStore, { project, since, next }: Journal): Promise<readonly Entry[]> {
  const byProject = kept.get(store) ?? new Map<string, Entry[]>();
  kept.set(store, byProject);
  const known = (byProject.get(project) ?? []).filter((entry) => lastOf(entry) >= since && entry.first < next);
  const isWhole = known[0] !== undefined && known[0].first <= since;
  const from = isWhole ? lastOf(known.at(-1) as Entry) : since - 1;
  const fresh = from + 1 < next ? (await store.list('entry', project, { after: entryId(from) })).items : [];
  const entries = [...(isWhole ? known : []), ...fresh];
  if (!byProject.has(project) && byProject.size >= MOST_KEPT) byProject.clear();
  byProject.set(project, entries);
  return entries;
}

export const lastOf = ({ first, events }: Entry): number => first + events.length - 1;

/** Which number each event has. */
export const numbersIn = (entries: readonly Entry[]): Map<string, number> =>
  new Map(entries.flatMap(({ first, events }) => events.map((id, i): [string, number] => [id, first + i])));
