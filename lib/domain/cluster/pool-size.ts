import type { Cluster } from './cluster.ts';
import type { Node } from './node.ts';
import type { Pool } from './pool.ts';

type Sized = Pick<Cluster, 'pool' | 'maxSize' | 'desiredCapacity'>;
type Made = Pick<Cluster, 'profileId'>;

/** The pool that members come from and go to. */
export const poolOf = ({ pool }: Pick<Cluster, 'pool'>): Pool | undefined => (pool && !pool.draining ? pool : undefined);

/** How many the pool is to have. Without an upper bound anywhere it has no more than its least. */
export function poolSize(cluster: Sized): number {
  const pool = poolOf(cluster);
  if (!pool) return 0;
  const { maxSize, desiredCapacity } = cluster;
  const prepared = pool.prepared ?? (maxSize < 0 ? 0 : maxSize);
  return Math.max(pool.min, prepared - desiredCapacity, 0);
}

export const isWarm = ({ standby }: Pick<Node, 'standby'>): boolean => standby?.warm !== undefined;

type Member = Pick<Node, 'id' | 'standby' | 'status' | 'lock' | 'index' | 'profileId'>;

/** Whether it can come into service now: what the cluster makes no more is of no use to it. */
const isReady = ({ profileId }: Made, node: Member): boolean =>
  isWarm(node) && node.status === 'ACTIVE' && node.lock.holders.length === 0 && node.profileId === profileId;

/** What a pool has too many of, and how many too few. Whatever is broken in it goes, and whatever is of another make than the cluster's now. @param most members the cluster may have */
export function poolChange(
  cluster: Sized & Made,
  members: readonly Member[],
  most: number,
): { readonly surplus: readonly string[]; readonly missing: number } {
  const warm = members.filter(isWarm);
  const ready = warm.filter((node) => isReady(cluster, node));
  const size = Math.max(0, Math.min(poolSize(cluster), most - (members.length - warm.length)));
  const broken = warm.filter((node) => node.lock.holders.length === 0 && !isReady(cluster, node));
  const busy = warm.length - ready.length - broken.length;
  const kept = Math.max(0, size - busy);
  return { surplus: [...broken, ...ready.slice(kept)].map(({ id }) => id), missing: Math.max(0, kept - ready.length) };
}

/** Whom to take from the pool: those that have been in it longest. */
export const fromPool = (cluster: Made, members: readonly Member[], count: number): readonly string[] =>
  [...members]
    .filter((node) => isReady(cluster, node))
    .sort((a, b) => (a.standby?.since ?? 0) - (b.standby?.since ?? 0) || a.index - b.index)
    .slice(0, Math.max(0, count))
    .map(({ id }) => id);
