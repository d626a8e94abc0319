import type { Kind, Write } from '../domain/documents.ts';
import type { CountingStore } from '../ports/document-store.ts';
import { Unlucky } from './death.ts';
import type { Fence } from './fence.ts';
import type { World } from './world.ts';

/** Who asks a table, and what may befall them meanwhile. */
type Asker = {
  readonly name: string;
  readonly fence: Fence;
  /** Before something is asked. */
  readonly pause: (what: string) => Promise<void>;
  readonly committed: () => Promise<void>;
  readonly mayDie: () => void;
};

/** The table as one process sees it: it may be held up at each asking, die beside each commit, lose races that nobody ran, and be told nothing. */
export function shakyTable(world: World, { name, fence, pause, committed, mayDie }: Asker): CountingStore {
  const { store, chance, weather } = world;
  const looks = async (project: string | undefined, what: string, kind: Kind) => {
    if (project !== undefined) fence.looks(project, kind);
    await pause(`${what} ${kind}`);
  };
  const stricken = async <T>(writes: readonly Write[], commit: () => Promise<T | 'stale'>): Promise<T | 'stale'> => {
    await pause('commit');
    mayDie();
    if (chance.strikes('F07', 29)) throw new Unlucky('the table did not answer');
    const refused = weather.conflict() || chance.strikes('F06', 19);
    for (const write of writes) fence.writes(write);
    const answer = refused ? 'stale' : await commit();
    await committed();
    mayDie();
    if (chance.strikes('F07', 29)) throw new Unlucky('the table did not answer in time');
    return answer;
  };
  return {
    get: async (kind, ref) => {
      await looks(ref.project, 'get', kind);
      return store.get(kind, ref);
    },
    getMany: async (kind, refs) => {
      await looks(refs[0]?.project, 'get', kind);
      return store.getMany(kind, refs);
    },
    list: async (kind, project, page) => {
      await looks(project, 'list', kind);
      return store.list(kind, project, page);
    },
    find: async (kind, project, text) => {
      await looks(project, 'find', kind);
      return store.find(kind, project, text);
    },
    due: (now, limit) => store.due(now, limit),
    findByPhysicalId: (physicalId) => store.findByPhysicalId(physicalId),
    findRun: (name) => store.findRun(name),
    projects: () => store.projects(),
    commit: (writes) => stricken(writes, async () => ((await world.commit(writes, name)) === 'committed' ? 'committed' : 'stale')),
    commitCounting: (writes, count) => stricken(writes, () => world.commit(writes, name, count)),
  };
}
