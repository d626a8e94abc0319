import { type Fault, transient } from '../../domain/kernel/fault.ts';
import { seconds } from '../../domain/kernel/time.ts';

/** Runs the work when its turn comes; a fault when too many are waiting already. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T | Fault>;

const busy = transient('identity.busy', 'Too many log-ins are waiting. Try again in a second.', seconds(1));

/**
 * Lets a few pieces of work run at once and the rest wait in line.
 *
 * Slow hashes are meant to be expensive: without a limit, a flood of log-ins takes all memory and every core. It also bounds how many guesses
 * can be under way before the first of them has been counted.
 */
export function turns(atOnce: number, mostWaiting: number): Turns {
  const line: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= atOnce) {
      if (line.length >= mostWaiting) return busy;
      // Whoever finishes hands its place over without giving it up, so that nobody slips in between.
      await new Promise<void>((mine) => line.push(mine));
    } else {
      running++;
    }
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next) next();
      else running--;
    }
  };
}
