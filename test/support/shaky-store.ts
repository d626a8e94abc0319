import type { DocumentStore } from '../../lib/ports/document-store.ts';

/** A worker that was killed: what it was about to do next it never does. */
export class Killed extends Error {}

/** The store as a worker sees it that may be held up at every await, and killed before and after every commit. @param draws chance, used up from the front */
export function shakyStore(store: DocumentStore, draws: number[]): DocumentStore {
  const pause = async () => {
    for (let i = (draws.shift() ?? 0) % 4; i > 0; i--) await new Promise(setImmediate);
  };
  const mayDie = () => {
    if ((draws.shift() ?? 0) % 6 === 5) throw new Killed();
  };
  return {
    get: async (kind, ref) => {
      await pause();
      return store.get(kind, ref);
    },
    getMany: (kind, refs) => store.getMany(kind, refs),
    list: async (kind, project, page) => {
      await pause();
      return store.list(kind, project, page);
    },
    find: (kind, project, text) => store.find(kind, project, text),
    due: (until, limit) => store.due(until, limit),
    findByPhysicalId: (physicalId) => store.findByPhysicalId(physicalId),
    findRun: (name) => store.findRun(name),
    projects: () => store.projects(),
    commit: async (writes) => {
      await pause();
      mayDie();
      const answer = await store.commit(writes);
      mayDie();
      return answer;
    },
  };
}

/** Nothing is wrong with being killed; everything else is. */
export const survive = (error: unknown): void => {
  if (!(error instanceof Killed)) throw error;
};
