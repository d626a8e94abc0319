import { DUTIES } from '../../domain/duty.ts';
import { journalId } from '../../domain/journal/journal.ts';
import { seconds } from '../../domain/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { Nudges } from '../../ports/nudges.ts';
import { withCommit } from '../with-commit.ts';
import { bell } from './bell.ts';

/** A project's journal is called this often at most by one process, in milliseconds: messages are no finer than a second. */
const PACE = 1_000;
/** What a message may come earlier than it was told to. */
const SLACK = 300;
const MOST_REMEMBERED = 10_000;

/**
 * A store that calls the project's journal after every commit with an event in it, whoever makes it.
 *
 * The call is a hint: lost, the journal's own alarm or the sweep finds what it was about. A call that is on its way will see what commits before
 * it arrives, so of many commits in a second the first is told at once and the others together.
 */
export function callsJournal(store: DocumentStore, nudges: Nudges, clock: Clock): DocumentStore {
  /** When the last call arrives, by project. */
  const arrivals = new Map<string, number>();

  async function call(project: string): Promise<void> {
    const now = clock.now();
    const arrival = arrivals.get(project) ?? Number.NEGATIVE_INFINITY;
    if (now < arrival - SLACK) return;
    const delay = now - arrival < PACE ? 1 : 0;
    if (arrivals.size >= MOST_REMEMBERED) arrivals.clear();
    arrivals.set(project, now + delay * 1_000);
    await nudges.send([{ project, id: journalId(project), kind: 'journal', queue: DUTIES.journal }], seconds(delay));
  }

  return withCommit(store, async (writes) => {
    const answer = await store.commit(writes);
    const projects = new Set(writes.flatMap((write) => ('put' in write && write.put === 'event' ? [write.doc.project] : [])));
    if (answer === 'committed') for (const write of writes) if ('put' in write && write.put === 'entry') bell.ring(write.doc.project);
    if (answer === 'committed') await Promise.all([...projects].map(call));
    return answer;
  });
}
