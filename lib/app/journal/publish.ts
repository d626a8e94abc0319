import { type Journal, journalId } from '../../domain/journal/journal.ts';
import { after, type Instant, seconds } from '../../domain/kernel/time.ts';
import type { EventBus } from '../../ports/event-bus.ts';
import { type App, untilCommitted } from '../app.ts';
import { readJournal } from './read-journal.ts';

/** Seconds until a bus that refused is asked again: doubles, up to the last. */
const FIRST_PAUSE = 15;
const LONGEST_PAUSE = 900;

/**
 * Gives the event bus what it has not taken yet. Killed before that is written down, it is given again; a bus that is down is
 * asked again later and later, and told everything then.
 */
export async function publish({ store, clock }: Pick<App, 'store' | 'clock'>, bus: EventBus, project: string): Promise<void> {
  for (;;) {
    const journal = await store.get('journal', { project, id: journalId(project) });
    if (!journal || journal.published >= journal.next - 1 || clock.now() < journal.publishAt) return;
    const { events, to } = await readJournal(store, project, journal.published);
    const answer = events.length === 0 ? 'taken' : await bus.publish(events);
    await untilCommitted(async () => {
      const current = (await store.get('journal', { project, id: journal.id })) ?? journal;
      const next = answer === 'taken' ? taken(current, Math.max(to, current.published)) : refused(current, clock.now());
      return store.commit([{ put: 'journal', doc: next }]);
    });
    if (answer !== 'taken') return;
  }
}

const taken = (journal: Journal, published: number): Journal => ({ ...journal, published, failures: 0 });

function refused(journal: Journal, now: Instant): Journal {
  const publishAt = after(now, seconds(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** journal.failures)));
  const dueAt = journal.dueAt === null || journal.dueAt <= now ? publishAt : journal.dueAt;
  return { ...journal, failures: journal.failures + 1, publishAt, dueAt };
}
