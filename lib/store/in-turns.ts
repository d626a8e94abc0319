import type { Write } from '../domain/documents.ts';
import { NOBODYS } from '../domain/health/tally.ts';
import type { CountingStore } from '../ports/document-store.ts';

/** Who has no more than so many requests under way asks for little: as many as one request of a user's makes side by side. With fewer the third of them stood in line. */
const LITTLE = 6;
/** Whoever is the only one that asked the last so many things is alone. */
const LATELY = 200;
/** For so many turns room is left for who asks for little, whose next request follows from the answer to the last. */
const MANNERS = 4;

/**
 * A store of which only so much is asked at a time while more than one project asks. Who asks for little is not held up; of the others, those with much under way, so many requests are under way
 * in all, in turn, and one at a time while somebody asks for little: so what that one waits for is at most what is being answered, and nobody comes to a standstill. A project that is alone
 * is not held up either.
 *
 * For a table that has one core for everybody. One that has many needs nobody to wait.
 */
export function inTurns(store: CountingStore, atOnce: number): CountingStore {
  /** What each project has under way, what waits included. */
  const asked = new Map<string, number>();
  /** Whose turn it is comes first. */
  const waiting = new Map<string, (() => void)[]>();
  /** Of those with much under way. */
  let running = 0;
  let manners = 0;
  let latest: string | undefined;
  let inARow = Number.POSITIVE_INFINITY;

  const isAlone = (project: string): boolean => latest === undefined || (latest === project && inARow > LATELY);
  const places = (): number => (manners > 0 ? 1 : atOnce);

  function begin(project: string): void {
    inARow = latest === undefined || latest === project ? inARow + 1 : 1;
    latest = project;
  }

  function takeTurn(project: string): void {
    running++;
    manners--;
    begin(project);
  }

  function next(): void {
    while (running < places()) {
      const [first] = waiting;
      if (!first) return;
      const [project, mine] = first;
      const turn = mine.shift();
      waiting.delete(project);
      if (mine.length > 0) waiting.set(project, mine);
      takeTurn(project);
      turn?.();
    }
  }

  /** @returns whether it was a turn, which others wait for to be over */
  async function wait(project: string): Promise<boolean> {
    const mine = asked.get(project) ?? 0;
    asked.set(project, mine + 1);
    if (mine < LITTLE) manners = MANNERS;
    if (mine < LITTLE || isAlone(project)) {
      begin(project);
      return false;
    }
    if (running < places()) {
      takeTurn(project);
      return true;
    }
    const line = waiting.get(project) ?? [];
    waiting.set(project, line);
    await new Promise<void>((resolve) => line.push(resolve));
    return true;
  }

  async function inTurn<T>(project: string, ask: () => Promise<T>): Promise<T> {
    if (project === NOBODYS) return ask();
    const isTurn = await wait(project);
    try {
      return await ask();
    } finally {
      if (isTurn) running--;
      const left = (asked.get(project) ?? 1) - 1;
      if (left > 0) asked.set(project, left);
      else asked.delete(project);
      next();
    }
  }

  const projectOf = ([first]: readonly (Write | undefined)[]): string => first?.doc.project ?? NOBODYS;
  return {
    get: (kind, ref) => inTurn(ref.project, () => store.get(kind, ref)),
    // Nothing is soon read, and is nobody's.
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
