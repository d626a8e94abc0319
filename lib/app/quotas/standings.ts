import type { Documents, Kind, Ref, Write } from '../../domain/documents.ts';
import { hasPast, placeOf, type Standing, standingOf } from '../../domain/quota/effect.ts';
import type { DocumentStore } from '../../ports/document-store.ts';

const MOST_REMEMBERED = 20_000;

type WithPast = 'cluster' | 'node';
type Noted = { readonly version: number; readonly standing: Standing };

/**
 * What clusters and nodes count for, as this process last saw them. A version of a document never changes, so what is remembered of it stays true; whoever writes
 * one has mostly just read it.
 */
export class Standings {
  private readonly noted = new Map<string, Noted>();

  constructor(private readonly store: DocumentStore) {}

  /** What the documents counted for that are written over; `stale` when one of them is not what it was taken for. */
  async before(writes: readonly Write[]): Promise<ReadonlyMap<string, Standing> | 'stale'> {
    const pasts = new Map<string, Standing>();
    for (const write of writes.filter(hasPast)) {
      const { put, doc } = write;
      const known = this.noted.get(nameOf(put, doc));
      const noted = known?.version === doc.version ? known : this.note(put, await this.store.get(put, doc));
      if (noted?.version !== doc.version) return 'stale';
      pasts.set(placeOf(write), noted.standing);
    }
    return pasts;
  }

  /** What was written is as good as read. */
  noteWritten(writes: readonly Write[]): void {
    for (const write of writes)
      if ('put' in write && (write.put === 'cluster' || write.put === 'node'))
        this.note(write.put, { ...write.doc, version: write.doc.version + 1 } as Documents[WithPast]);
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
