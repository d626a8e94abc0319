import type { Write } from '../domain/documents.ts';
import type { CountingStore } from '../ports/document-store.ts';

/** Of no project, or of all. */
const NOBODYS = '';
/** Whoever asked for none of the last so many things is not there. */
const LATELY = 200;

/**
 * A store of which only so much is asked at a time while more than one project asks, whoever has gone without for longest first: so what one asks waits for what has been begun,
 * and not for all that another one has under way. A project that is alone is not held up.
 *
 * For a table that has one core for everybody. One that has many needs nobody to wait.
 */
export function inTurns(store: CountingStore, atOnce: number): CountingStore {
  const waiting = new Map<string, (() => void)[]>();
  /** When each project last had a turn; those who have not had one lately are forgotten. Oldest first. */
  const served = new Map<string, number>();
  let running = 0;
  let asked = 0;

  const isAlone = (project: string): boolean => [...served.keys(), ...waiting.keys()].every((other) => other === project);

  function begin(project: string): void {
    running++;
    served.delete(project);
    served.set(project, ++asked);
    for (const [other, at] of served) if (asked - at > LATELY) served.delete(other);
  }

  function next(): void {
    if (running >= atOnce) return;
    let first: string | undefined;
    for (const project of waiting.keys()) if (first === undefined || (served.get(project) ?? 0) < (served.get(first) ?? 0)) first = project;
    const mine = first === undefined ? undefined : waiting.get(first);
    const turn = mine?.shift();
    if (first !== undefined && mine?.length === 0) waiting.delete(first);
    turn?.();
  }

  async function inTurn<T>(project: string, ask: () => Promise<T>): Promise<T> {
    if (running < atOnce || isAlone(project)) begin(project);
    else
      await new Promise<void>((resolve) => {
        const mine = waiting.get(project) ?? [];
        waiting.set(project, mine);
        mine.push(() => {
          begin(project);
          resolve();
        });
      });
    try {
      return await ask();
    } finally {
      running--;
      next();
    }
  }

  const projectOf = (writes: readonly Write[]): string => writes[0]?.doc.project ?? NOBODYS;
  return {
    get: (kind, ref) => inTurn(ref.project, () => store.get(kind, ref)),
    getMany: (kind, refs) => inTurn(refs[0]?.project ?? NOBODYS, () => store.getMany(kind, refs)),
    list: (kind, project, page) => inTurn(project, () => store.list(kind, project, page)),
    find: (kind, project, text) => inTurn(project, () => store.find(kind, project, text)),
    commit: (writes) => inTurn(projectOf(writes), () => store.commit(writes)),
    commitCounting: (writes, count) => inTurn(count.project, () => store.commitCounting(writes, count)),
    // Nobody's: few, and asked by the clock.
    due: (until, limit) => store.due(until, limit),
    findByPhysicalId: (physicalId) => store.findByPhysicalId(physicalId),
    findRun: (name) => store.findRun(name),
    projects: () => store.projects(),
  };
}
