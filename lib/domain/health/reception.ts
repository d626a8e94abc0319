import { isLocked } from '../cluster/lock.ts';
import type { Node } from '../cluster/node.ts';
import { after, type Instant, type Seconds, seconds } from '../kernel/time.ts';
import type { Fact } from './notifications/fact.ts';
import type { Reception } from './tally.ts';

/** Older or newer news than this is no news: it may have been kept, and sent again. */
export const NEWS_AGE: Seconds = seconds(300);

/** Whether it is too late to heed, whatever it is about. */
export const isOld = ({ at }: Pick<Fact, 'at'>, now: Instant): boolean => now > after(at, NEWS_AGE) || at > after(now, NEWS_AGE);

/**
 * Why news of a node is not heeded now; undefined when it is. Of one that is `busy` it may be remembered.
 *
 * What we do ourselves is told of by clouds in the same words: so nobody who is being worked on is judged, nor anybody by what happened before
 * their last change, nor by what became of a resource they no longer have.
 */
export function whyNot({ at, physicalId }: Fact, node: Node, now: Instant): Exclude<Reception, 'taken'> | undefined {
  if (isOld({ at }, now) || (node.updatedAt !== null && at <= node.updatedAt)) return 'late';
  if (isLocked(node.lock) || node.was !== null) return 'busy';
  return physicalId !== undefined && node.physicalId !== null && physicalId !== node.physicalId ? 'late' : undefined;
}
