import type { DocumentStore } from '../../lib/ports/document-store.ts';
import type { Chance } from '../../lib/simulator/chance.ts';
import { Killed } from '../../lib/simulator/death.ts';

/** The store as a worker sees it that may be held up at every await, and killed before and after every commit. */
export function shakyStore(store: DocumentStore, chance: Chance): DocumentStore {
  const pause = async () => {
    for (let i = chance.roll(4); i > 0; i--) await new Promise(setImmediate);
  };
  const mayDie = () => {
    if (chance.chance(6)) throw new Killed();
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
