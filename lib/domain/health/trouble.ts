import { after, type Instant, type Seconds, seconds } from '../kernel/time.ts';
import type { Trouble, Watch } from './watch.ts';

/** After a recovery that failed; doubles with every further one. */
const FIRST_PAUSE = seconds(30);
const LONGEST_PAUSE = seconds(3_600);
/** A node that has been well for this long has no history. Longer than any pause, or pauses would make it forgotten. */
const FORGIVEN_AFTER = seconds(2 * 3_600);

/** How long to leave a node alone: one that came back after its first recovery not at all, so that an ordinary fault heals at once. */
const pauseAfter = (attempts: number, succeeded: boolean): Seconds => {
  const doublings = succeeded ? attempts - 2 : attempts - 1;
  return doublings < 0 ? seconds(0) : seconds(Math.min(FIRST_PAUSE * 2 ** doublings, LONGEST_PAUSE));
};

const isForgiven = ({ last }: Trouble, now: Instant): boolean => now >= after(last, FORGIVEN_AFTER);

/** A recovery of the node begins. */
export function began(trouble: Trouble | undefined, now: Instant): Trouble {
  const before = trouble && !isForgiven(trouble, now) ? trouble.attempts : 0;
  return { attempts: Math.min(before + 1, 20), last: now, notBefore: now };
}

/** The last recovery of the node ended. */
export const endedWith = ({ attempts }: Trouble, succeeded: boolean, now: Instant): Trouble => ({
  attempts,
  last: now,
  notBefore: after(now, pauseAfter(attempts, succeeded)),
});

/** Without the nodes that have been well for long. The same object when there are none, so that nothing is written for it. */
export function withoutForgiven(troubles: Watch['troubles'], now: Instant): Watch['troubles'] {
  const kept = Object.entries(troubles).filter(([, trouble]) => !isForgiven(trouble, now));
  return kept.length === Object.keys(troubles).length ? troubles : Object.fromEntries(kept);
}
