import type { Ref, Write } from '../../domain/documents.ts';
import { type Journal, journalId, LONGEST_ENTRY, newJournal, OVERLAP } from '../../domain/journal/journal.ts';
import { type Look, type Numbered, type Sequenced, sequence } from '../../domain/journal/sequence.ts';
import { makeId } from '../../domain/kernel/ids.ts';
import { type Instant, instant } from '../../domain/kernel/time.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import { type App, untilCommitted } from '../app.ts';
import { entriesSince, numbersIn } from './numbered.ts';

/** Events read at a time. */
const PAGE = 500;

type Ports = Pick<App, 'store' | 'clock'>;

export type Advance = {
  readonly journal: Journal;
  /** Whether anything was numbered. */
  readonly moved: boolean;
};

/**
 * Numbers what a project's journal has not numbered yet. Looks where news usually is; where there is none, or some is missing, it looks
 * as far back as there could be any.
 *
 * Safe to call at any time and by any number of workers: the entry commits with the journal it was decided on, or not at all.
 */
export async function advanceJournal(ports: Ports, { project }: Pick<Ref, 'project'>): Promise<Advance> {
  let moved = false;
  for (;;) {
    const step = await untilCommitted(() => advanceOnce(ports, project));
    moved ||= step.moved;
    if (!step.more) return { journal: step.journal, moved };
  }
}

async function advanceOnce({ store, clock }: Ports, project: string): Promise<(Advance & { readonly more: boolean }) | 'stale'> {
  const journal = (await store.get('journal', { project, id: journalId(project) })) ?? newJournal(project);
  const numbered = numbersIn(await entriesSince(store, journal));
  const now = clock.now();
  const isDue = journal.dueAt !== null && journal.dueAt <= now;
  const near = instant(Math.max(journal.settledTo, journal.readTo - OVERLAP * 1000));
  const quick = isDue ? undefined : await decide(store, journal, numbered, near, now);
  const enough = quick?.entry !== undefined && !quick.missing;
  const { journal: next, entry, more } = enough ? quick : await decide(store, journal, numbered, journal.settledTo, now);
  const writes: Write[] = [
    ...(differs(journal, next) ? [{ put: 'journal', doc: next } as const] : []),
    ...(entry ? [{ put: 'entry', doc: entry } as const] : []),
  ];
  if (writes.length === 0) return { journal, moved: false, more: false };
  if ((await store.commit(writes)) === 'stale') return 'stale';
  return { journal: { ...next, version: next.version + 1 }, moved: entry !== undefined, more: more && entry !== undefined };
}

/** Looks on until there is something to number or nothing more to see. */
async function decide(store: DocumentStore, journal: Journal, numbered: Numbered, from: Instant, now: Instant): Promise<Sequenced> {
  for (let most = LONGEST_ENTRY; ; most *= 2) {
    const seen = await look(store, journal.project, numbered, from, most);
    const decided = sequence(journal, numbered, seen, now);
    if (decided.entry || seen.complete) return decided;
  }
}

/** Reads events born from then on, until so many of them are new. */
async function look(store: DocumentStore, project: string, numbered: Numbered, from: Instant, most: number): Promise<Look> {
  const found: Look['found'][number][] = [];
  let after: string | undefined = from > 0 ? makeId(from, 0, { high: 0, low: 0 }) : undefined;
  for (let fresh = 0; fresh < most; ) {
    const page = await store.list('event', project, { after, limit: PAGE });
    found.push(...page.items);
    fresh += page.items.filter(({ id }) => !numbered.has(id)).length;
    after = page.last;
    if (after === undefined) return { found, from, complete: true };
  }
  return { found, from, complete: false };
}

const differs = (a: Journal, b: Journal): boolean => JSON.stringify(a) !== JSON.stringify(b);
