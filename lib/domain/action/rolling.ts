import type { Cluster } from '../cluster/cluster.ts';
import type { Node } from '../cluster/node.ts';
import { isBad } from '../cluster/victims.ts';
import { changedProperties, interrupts } from '../profile/properties.ts';
import { isBalanced } from './balance-step.ts';
import type { Seen, Sight } from './machine.ts';

/** Of those that serve, one in so many may be out: what rolling updates elsewhere have come to. */
const ONE_IN = 4;

/**
 * How many members an update may have out of their balancers at a time where nobody has said: a quarter of those that serve, and none whom the cluster's
 * least size asks for. One goes in any case, or a small cluster would never be updated.
 */
export const spared = (serving: number, leastSize: number): number =>
  Math.max(1, Math.min(Math.floor(serving / ONE_IN), serving - leastSize));

/** @returns no size where the update would not be noticed in front of a balancer: then it may be of all at once */
export function rollingSize(
  { minSize }: Pick<Cluster, 'minSize'>,
  members: readonly Node[],
  to: string,
  { profiles }: Pick<Seen, 'profiles'>,
): { readonly kind: 'size'; readonly size?: number } | { readonly kind: 'look'; readonly sight: Sight } {
  const serving = members.filter((node) => isBalanced(node) && !isBad(node));
  if (serving.length === 0) return { kind: 'size' };
  const ids = [...new Set(serving.map(({ profileId }) => profileId)), to];
  const seen = profiles.filter(({ id }) => ids.includes(id));
  // One that is gone is not seen however often it is looked for; those that nodes have are there.
  if (seen.length === 0) return { kind: 'look', sight: { profiles: ids } };
  const wanted = seen.find(({ id }) => id === to);
  const isNoticed = seen.some((from) => {
    const changed = wanted && changedProperties(from, wanted);
    return changed?.kind === 'ok' && interrupts(from.type, changed.changed);
  });
  return { kind: 'size', ...(isNoticed && { size: spared(serving.length, minSize) }) };
}
