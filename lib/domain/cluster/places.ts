import type { Cluster } from './cluster.ts';
import { isAwaited, type Node } from './node.ts';
import { countedIn, countedOf, isCounted } from './standby.ts';

type Sized = Pick<Cluster, 'nodes' | 'aside' | 'desiredCapacity'>;

const without = ({ nodes }: Sized, id: string): readonly string[] => nodes.filter((one) => one !== id);

/**
 * The desired capacity once a member that was asked for by itself is made: one more, or the same where it takes a place that stood empty. It is this commit, and no
 * other, in which such a member begins to count: whatever resizes the cluster before it neither reckons with it nor chooses it.
 */
export const desiredOnceMade = (cluster: Sized, id: string): number =>
  cluster.desiredCapacity + (countedOf(cluster, without(cluster, id)) < cluster.desiredCapacity ? 0 : 1);

/** The desired capacity once members have gone for good: fewer by as many, but for those that were one too many. */
export function desiredOnceGone(cluster: Sized, gone: readonly string[]): number {
  const surplus = Math.max(0, countedIn(cluster) - cluster.desiredCapacity);
  return Math.max(0, cluster.desiredCapacity - Math.max(0, countedOf(cluster, gone) - surplus));
}

type Member = Pick<Node, 'id' | 'index' | 'clusterId' | 'status' | 'standby' | 'added'>;

/**
 * How many a cluster will count once this node is made, after all that were asked for before it: who comes first has the place, whoever is faster.
 *
 * @returns undefined where the members must be seen to tell
 */
export function sizeOnceMade(
  cluster: Sized & Pick<Cluster, 'id'>,
  { id, index }: Pick<Node, 'id' | 'index'>,
  members: readonly Member[] | undefined,
): number | undefined {
  const others = without(cluster, id);
  if (countedOf(cluster, others) === others.length) return others.length + 1;
  const isAhead = (node: Member) =>
    node.clusterId === cluster.id && node.id !== id && (isCounted(node) || (isAwaited(node) && node.index < index));
  return members && members.filter(isAhead).length + 1;
}
