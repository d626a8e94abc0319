import { workQueueOf } from '../../domain/action/work-queue.ts';
import { type Instant, instant, seconds } from '../../domain/kernel/time.ts';
import type { Engine } from './engine.ts';

const END_OF_TIME: Instant = instant(Number.MAX_SAFE_INTEGER);
const MOST_AT_ONCE = 1_000;

/**
 * Nudges every root action whose alarm has rung. Correctness rests on this running; latency does not.
 *
 * @param everyone after a restart: look at all open roots now, since whatever messages there were are gone
 * @returns how many were nudged
 */
export async function ringAlarms({ store, clock, nudges }: Pick<Engine, 'store' | 'clock' | 'nudges'>, everyone = false): Promise<number> {
  const due = await store.due(everyone ? END_OF_TIME : clock.now(), MOST_AT_ONCE);
  await nudges.send(
    due.map(({ project, id, action }) => ({ project, id, queue: workQueueOf(action) })),
    seconds(0),
  );
  return due.length;
}
