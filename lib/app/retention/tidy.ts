import type { Documents, Sighting } from '../../domain/documents.ts';
import type { Fault } from '../../domain/kernel/fault.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import { batchesOf, makeBatch } from '../../domain/retention/batch.ts';
import { recordOf, STORED_AS } from '../../domain/retention/record.ts';
import type { Rule } from '../../domain/retention/rule.ts';
import { NOTHING_TIDIED, plus, type Tidied } from '../../domain/retention/scavenging.ts';
import type { Archive } from '../../ports/archive.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Digest } from '../../ports/digest.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { Expiry } from '../../ports/expiry.ts';
import type { Redaction } from '../../ports/redaction.ts';
import { gather } from './gather.ts';
import type { Needed } from './needed.ts';

export type TidyPorts = {
  readonly store: DocumentStore;
  readonly expiry: Expiry;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly archive: Archive;
  /** What a document should not have in it and has all the same is not carried off. */
  readonly redaction: Pick<Redaction, 'json'>;
};

/** `refused`: the archive did not take something. `unfinished`: the time was over first. */
export type TidyOutcome = { readonly tidied: Tidied; readonly end: 'done' | 'unfinished' | { readonly refused: Fault } };

/** What one object of an archive holds at most, in characters. */
const LARGEST_TEXT = 4_000_000;
const READ_AT_ONCE = 100;

/**
 * Lets go of what a rule lets go of in a project, where need be after the archive has it.
 *
 * Nothing expires that the archive has not answered for, in the very version in which it has it. Killed anywhere, it is begun again from the oldest on: what was archived
 * and had not expired is archived once more, under the same name where it is the same.
 */
export async function tidy(ports: TidyPorts, rule: Rule, project: string, needed: Needed, until: Instant): Promise<TidyOutcome> {
  let tidied = NOTHING_TIDIED;
  for (;;) {
    const { chosen, held, more } = await gather(ports.store, rule, project, needed, ports.clock.now());
    let expired = 0;
    const last = new Set(chosen.map(({ id }) => id));
    for (const batch of batchesOf(chosen)) {
      if (ports.clock.now() >= until) return { tidied: plus(tidied, { held }), end: 'unfinished' };
      const gone =
        rule.disposition === 'archive' ? await archive(ports, rule, project, batch, last) : await expire(ports, rule, batch, last);
      tidied = plus(tidied, gone);
      expired += gone.expired;
      if (gone.refused) return { tidied: plus(tidied, { held }), end: { refused: gone.refused } };
    }
    // Whoever writes what was chosen faster than it is let go of is let be.
    if (!more || expired === 0) return { tidied: plus(tidied, { held }), end: 'done' };
  }
}

type Gone = Pick<Tidied, 'archived' | 'expired'> & { readonly refused?: Fault };

/** @param last whoever goes after those that go along with them */
async function expire({ expiry, clock }: TidyPorts, { kind }: Rule, batch: readonly Sighting[], last: ReadonlySet<string>): Promise<Gone> {
  const stored = STORED_AS[kind];
  const along = batch.filter(({ id }) => !last.has(id));
  const before = along.length === 0 ? 0 : await expiry.expire(stored, along, clock.now());
  const rest = batch.filter(({ id }) => last.has(id));
  return { archived: 0, expired: before + (rest.length === 0 ? 0 : await expiry.expire(stored, rest, clock.now())) };
}

async function archive(
  ports: TidyPorts,
  rule: Rule,
  project: string,
  batch: readonly Sighting[],
  last: ReadonlySet<string>,
): Promise<Gone> {
  let gone: Gone = { archived: 0, expired: 0 };
  let docs: Documents[(typeof STORED_AS)[Rule['kind']]][] = [];
  let size = 0;
  const flush = async (): Promise<Fault | undefined> => {
    if (docs.length === 0) return undefined;
    const records = docs
      .map((doc) => recordOf(rule.kind, doc))
      .map((record) => ({ ...record, document: ports.redaction.json(project, record.document) }));
    const kept = await ports.archive.keep(makeBatch(rule.kind, project, rule.name, records, ports.digest));
    if (kept.kind === 'fault') return kept.fault;
    const { expired } = await expire(ports, rule, docs, last);
    gone = { archived: gone.archived + (kept.was === 'new' ? docs.length : 0), expired: gone.expired + expired };
    docs = [];
    size = 0;
    return undefined;
  };
  for (let from = 0; from < batch.length; from += READ_AT_ONCE) {
    const some = batch.slice(from, from + READ_AT_ONCE);
    const versions = new Map(some.map(({ id, version }) => [id, version]));
    for (const doc of await ports.store.getMany(STORED_AS[rule.kind], some)) {
      // Written since it was chosen: it is chosen anew another time.
      if (doc.version !== versions.get(doc.id)) continue;
      docs.push(doc);
      size += JSON.stringify(doc).length;
      const refused = size >= LARGEST_TEXT ? await flush() : undefined;
      if (refused) return { ...gone, refused };
    }
  }
  const refused = await flush();
  return refused ? { ...gone, refused } : gone;
}
