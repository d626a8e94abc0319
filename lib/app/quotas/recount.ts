import type { CountedKind } from '../../domain/documents.ts';
import { countsOf } from '../../domain/quota/counts.ts';
import type { Counts } from '../../domain/quota/limits.ts';
import { type QuotaUsage, quotaId, recounted, sum } from '../../domain/quota/usage.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DocumentStore } from '../../ports/document-store.ts';

type Ports = { readonly store: DocumentStore; readonly clock: Clock };

const KINDS: readonly CountedKind[] = ['cluster', 'node', 'action', 'receiver', 'schedule', 'subscription'];
const PAGE = 500;
/** A project that is so busy that it cannot be looked at in peace is looked at another time. */
const MOST_TRIES = 5;

/**
 * Counts afresh what a project has, and puts its usage right should it say otherwise.
 *
 * Whatever changes a count changes the usage's version too, so a count during which something came or went is not taken.
 *
 * @returns undefined when there was no peace to count in
 */
export async function recount({ store, clock }: Ports, project: string): Promise<QuotaUsage | undefined> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const before = await store.get('quota', { project, id: quotaId(project) });
    const usage = recounted(project, before, await whatIs(store, project), clock.now());
    if ((await store.commit([{ put: 'quota', doc: usage }])) === 'committed') return { ...usage, version: usage.version + 1 };
  }
  return undefined;
}

/** The sum of what a project's documents count for. */
export async function whatIs(store: DocumentStore, project: string): Promise<Counts> {
  return sum(await Promise.all(KINDS.map((kind) => ofKind(store, project, kind))));
}

async function ofKind<K extends CountedKind>(store: DocumentStore, project: string, kind: K): Promise<Partial<Counts>> {
  let total = sum([]);
  let after: string | undefined;
  do {
    const page = await store.list(kind, project, { after, limit: PAGE });
    total = sum([total, ...page.items.map((doc) => countsOf(kind, doc))]);
    after = page.last;
  } while (after !== undefined);
  return total;
}
