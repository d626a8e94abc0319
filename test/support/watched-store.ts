import { type Documents, type Kind, kindOf, type Ref } from '../../lib/domain/documents.ts';
import type { DocumentStore } from '../../lib/ports/document-store.ts';

export type Touch = { readonly how: 'read' | 'wrote'; readonly kind: Kind; readonly project: string; readonly id: string };

/** A store that remembers whose documents were read and written. */
export function watchedStore(store: DocumentStore, touched: Touch[]): DocumentStore {
  const note = <K extends Kind>(kind: K, docs: readonly (Documents[K] | undefined)[]) => {
    for (const doc of docs) if (doc) touched.push({ how: 'read', kind, project: doc.project, id: doc.id });
  };
  return {
    async get(kind, ref) {
      const doc = await store.get(kind, ref);
      note(kind, [doc]);
      return doc;
    },
    async getMany(kind, refs: readonly Ref[]) {
      const docs = await store.getMany(kind, refs);
      note(kind, docs);
      return docs;
    },
    async list(kind, project, page) {
      const listed = await store.list(kind, project, page);
      note(kind, listed.items);
      return listed;
    },
    async find(kind, project, text) {
      const docs = await store.find(kind, project, text);
      note(kind, docs);
      return docs;
    },
    due: (until, limit) => store.due(until, limit),
    findByPhysicalId: (physicalId) => store.findByPhysicalId(physicalId),
    findRun: (name) => store.findRun(name),
    projects: () => store.projects(),
    async commit(writes) {
      const answer = await store.commit(writes);
      if (answer === 'committed')
        for (const write of writes) {
          touched.push({ how: 'check' in write ? 'read' : 'wrote', kind: kindOf(write), project: write.doc.project, id: write.doc.id });
        }
      return answer;
    },
  };
}
