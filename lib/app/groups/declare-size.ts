import { declaredBy, keptFrom, keptWarning, tellKept } from '../../domain/cluster/capacity.ts';
import type { CapacityOwner } from '../../domain/cluster/capacity-owner.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Write } from '../../domain/documents.ts';
import { changedSizes, type SizeChange } from '../../domain/group/changed-sizes.ts';
import type { Sizes } from '../../domain/group/pending-sizes.ts';
import type { Instant } from '../../domain/kernel/time.ts';

export type DeclaredSizes = {
  /** Or what contradicts what. */
  readonly sizes: Sizes | string;
  /** Whose number is left alone. */
  readonly owner: CapacityOwner | undefined;
};

/** The sizes that a request leads to. A desired capacity that its user has only said again, and that somebody else has changed since, is as good as not said. */
export function declaredSizes(cluster: Cluster, user: string, before: Sizes, change: SizeChange): DeclaredSizes {
  const { desiredCapacity: number } = change;
  const owner = number === undefined ? undefined : keptFrom(cluster, user, number, before.desiredCapacity);
  const { desiredCapacity: _, ...bounds } = change;
  // It has to fit all the same, so that what is wrong is said whoever owns what.
  const sizes = changedSizes(before, change);
  return { sizes: owner && typeof sizes !== 'string' ? changedSizes(before, bounds) : sizes, owner };
}

type Kept = { readonly cluster: Cluster; readonly writes: readonly Write[]; readonly warning: string | undefined };

/** A cluster of which somebody has declared a number: with it, or with the news that it was left alone. @param sizes as they will be */
export function declare(
  cluster: Cluster,
  user: string,
  number: number,
  owner: CapacityOwner | undefined,
  sizes: Sizes,
  now: Instant,
): Kept {
  if (!owner) return { cluster: declaredBy(cluster, user, number), writes: [], warning: undefined };
  const told = tellKept(cluster, owner, number, sizes.desiredCapacity, now);
  return { cluster: told.cluster, writes: [told.event], warning: keptWarning(owner, number, sizes.desiredCapacity) };
}
