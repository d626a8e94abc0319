import { isWorkQueue, workQueueOf } from '../../domain/action/work-queue.ts';
import { DUTIES } from '../../domain/duty.ts';
import { after, type Instant, instant, type Seconds, seconds } from '../../domain/kernel/time.ts';
import type { Due } from '../../ports/document-store.ts';
import type { Nudge } from '../../ports/nudges.ts';
import type { Engine } from './engine.ts';

const END_OF_TIME: Instant = instant(Number.MAX_SAFE_INTEGER);
const MOST_AT_ONCE = 1_000;

/** How far a ringing of the bells reaches. */
export type Reach = {
  /** After a restart: look at all open roots now, since whatever messages there were are gone. */
  readonly everyone?: boolean;
  /** Until when the next ringing may be away. What falls due by then is told now, to arrive on its second: duties keep time better than the bells do. */
  readonly ahead?: Seconds;
};

/**
 * Nudges every root action and every duty whose alarm has rung. Correctness rests on this running; latency does not.
 *
 * @returns how many were nudged
 */
export async function ringAlarms(
  { store, clock, nudges }: Pick<Engine, 'store' | 'clock' | 'nudges'>,
  { everyone = false, ahead = seconds(0) }: Reach = {},
): Promise<number> {
  const now = clock.now();
  const listed = await store.due(everyone ? END_OF_TIME : after(now, ahead), MOST_AT_ONCE);
  // What only a newer version knows is left to its bells.
  const known = listed.filter((one) => one.kind !== 'action' || isWorkQueue(workQueueOf(one.action)));
  const due = known.filter(({ kind, dueAt }) => (kind === 'action' ? everyone || dueAt <= now : dueAt <= after(now, ahead)));
  const byDelay = new Map<number, Nudge[]>();
  for (const one of due) {
    const delay = one.kind === 'action' ? 0 : Math.max(0, Math.ceil((one.dueAt - now) / 1000));
    byDelay.set(delay, [...(byDelay.get(delay) ?? []), nudgeOf(one)]);
  }
  await Promise.all([...byDelay].map(([delay, some]) => nudges.send(some, seconds(delay))));
  return due.length;
}

const nudgeOf = (due: Due): Nudge => {
  const { project, id } = due;
  return due.kind === 'action' ? { project, id, queue: workQueueOf(due.action) } : { project, id, kind: due.kind, queue: DUTIES[due.kind] };
};
