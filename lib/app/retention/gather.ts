import type { Documents } from '../../domain/documents.ts';
import { bornAt } from '../../domain/kernel/ids.ts';
import { type Instant, instant } from '../../domain/kernel/time.ts';
import {
  type ActionFact,
  actionCandidates,
  actionFact,
  type Candidate,
  eventCandidate,
  executionCandidate,
  letterCandidate,
  tombstoneCandidate,
} from '../../domain/retention/candidate.ts';
import { over, youngest } from '../../domain/retention/choose.ts';
import { STORED_AS } from '../../domain/retention/record.ts';
import type { RetainedKind, Rule } from '../../domain/retention/rule.ts';
import { newerShapeOf } from '../../domain/shape.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { Needed } from './needed.ts';

const PAGE = 500;
/** Let go of in one pass; there may be another. */
const MOST_AT_ONCE = 20_000;

export type Gathered = {
  /** Oldest first. */
  readonly chosen: readonly Candidate[];
  readonly held: number;
  /** There is more than one pass takes. */
  readonly more: boolean;
};

/**
 * Finds what a rule lets go in a project. Where age alone decides it reads from the oldest on, no further than it must, and no more than one pass takes; a count
 * asks for everything, and so do actions as far as their age goes, since they go as trees.
 */
export async function gather(store: DocumentStore, rule: Rule, project: string, needed: Needed, now: Instant): Promise<Gathered> {
  const isEach = rule.kind !== 'action' && rule.maxCount === undefined;
  const chosen: Candidate[] = [];
  const all: Candidate[] = [];
  const facts: ActionFact[] = [];
  let held = 0;
  const take = (candidates: readonly Candidate[]) => {
    const ended = over(rule, candidates, now);
    const free = ended.filter((one) => !one.held);
    held += ended.length - free.length;
    chosen.push(...free);
  };

  for await (const docs of pagesOf(store, rule, project, now)) {
    if (rule.kind === 'action') facts.push(...(docs as Documents['action'][]).map((action) => actionFact(action, needed.actions, now)));
    else {
      const candidates = docs.flatMap((doc) => candidateOf(rule.kind, doc, needed, now));
      if (!isEach) all.push(...candidates);
      else {
        take(candidates);
        if (chosen.length >= MOST_AT_ONCE) return { chosen, held, more: true };
      }
    }
  }
  if (!isEach) take(rule.kind === 'action' ? actionCandidates(facts) : all);
  return { chosen, held, more: false };
}

type Doc = Documents[(typeof STORED_AS)[RetainedKind]];

/** In the order of birth, and none that is too young to be over. */
async function* pagesOf(store: DocumentStore, rule: Rule, project: string, now: Instant): AsyncGenerator<readonly Doc[]> {
  const age = youngest(rule);
  const until = age === null ? now : instant(now - age * 1_000);
  let after: string | undefined;
  do {
    const page = await store.list(STORED_AS[rule.kind], project, { after, limit: PAGE });
    // Whoever decided by a clock that is ahead of ours may have written what comes to be only now.
    const old = age === null ? page.items : page.items.filter(({ id }) => bornAt(id) <= until);
    // What a newer version wrote means what only that one knows.
    yield old.filter((doc) => newerShapeOf(doc) === undefined);
    after = old.length < page.items.length ? undefined : page.last;
  } while (after !== undefined);
}

function candidateOf(kind: RetainedKind, doc: Doc, needed: Needed, now: Instant): readonly Candidate[] {
  switch (kind) {
    case 'event':
      return [eventCandidate(doc as Documents['event'], needed.event)];
    case 'letter':
      return [letterCandidate(doc as Documents['letter'], needed.letters)];
    case 'execution':
      return [executionCandidate(doc as Documents['execution'], now)];
    case 'cluster':
    case 'node':
      return (doc as Documents['tombstone']).of === kind ? [tombstoneCandidate(doc as Documents['tombstone'])] : [];
    case 'action':
      return [];
  }
}
