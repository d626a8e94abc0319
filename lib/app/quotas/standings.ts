import { type CountedKind, type Documents, type Kind, kindOf, type Ref, type Write } from '../../domain/documents.ts';
import { placeOf, type Standing, standingOf } from '../../domain/quota/effect.ts';
import type { DocumentStore } from '../../ports/document-store.ts';

const MOST_REMEMBERED = 20_000;

type WithPast = Extract<CountedKind, 'cluster' | 'node' | 'action'>;
type Noted = { readonly version: number; readonly standing: Standing };

/**
 * What clusters, nodes and updates of nodes count for, as this process last saw them. A version of a document never changes, so what is remembered of it stays true; whoever writes
 * one has mostly just read it.
 */
export class Standings {
  private readonly noted = new Map<string, Noted>();

  constructor(private readonly store: DocumentStore) {}

  /** What the documents counted for that are written over; `stale` when one of them is not what it was taken for. */
  async before(writes: readonly Write[], hasPast: (write: Write) => boolean): Promise<ReadonlyMap<string, Standing> | 'stale'> {
    const pasts = new Map<string, Standing>();
    for (const write of writes.filter(hasPast)) {
      const { doc } = write;
      const kind = kindOf(write) as WithPast;
      const known = this.noted.get(nameOf(kind, doc));
      const noted = known?.version === doc.version ? known : this.note<WithPast>(kind, await this.store.get<WithPast>(kind, doc));
      if (noted?.version !== doc.version) return 'stale';
      pasts.set(placeOf(write), noted.standing);
    }
    return pasts;
  }

  /** A cluster's list as this process last saw it; it may have changed since. */
  listOf(ref: Ref): Standing['list'] {
    return this.noted.get(nameOf('cluster', ref))?.standing.list;
  }

  /** What was written is as good as read. */
  noteWritten(writes: readonly Write[]): void {
    for (const write of writes)
      if ('put' in write && (write.put === 'cluster' || write.put === 'node'))
        this.note<'cluster' | 'node'>(write.put, { ...write.doc, version: write.doc.version + 1 });
  }

  /** The store's reads, with whoever is seen remembered. */
  watching(): Pick<DocumentStore, 'get' | 'getMany' | 'list' | 'find'> {
    const { store } = this;
    const noting = <K extends Kind>(kind: K, docs: readonly Documents[K][]) => {
      if (kind === 'cluster' || kind === 'node') for (const doc of docs) this.note(kind, doc as Documents[WithPast]);
    };
    return {
      get: async (kind, ref) => {
        const doc = await store.get(kind, ref);
        if (doc) noting(kind, [doc]);
        return doc;
      },
      getMany: async (kind, refs) => {
        const docs = await store.getMany(kind, refs);
        noting(kind, docs);
        return docs;
      },
      list: async (kind, project, page) => {
        const listed = await store.list(kind, project, page);
        noting(kind, listed.items);
        return listed;
      },
      find: async (kind, project, text) => {
        const found = await store.find(kind, project, text);
        noting(kind, found);
        return found;
      },
    };
  }

  private note<K extends WithPast>(kind: K, doc: Documents[K] | undefined): Noted | undefined {
    if (!doc) return undefined;
    const noted = { version: doc.version, standing: standingOf<WithPast>(kind, doc) };
    if (this.noted.size >= MOST_REMEMBERED) this.noted.clear();
    this.noted.set(nameOf(kind, doc), noted);
    return noted;
  }
}

const nameOf = (kind: WithPast, { project, id }: Ref): string => `${kind} ${project} ${id}`;
