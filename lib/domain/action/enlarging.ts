import type { Cluster } from '../cluster/cluster.ts';
import { withGuests } from '../cluster/roll.ts';
import type { Instant } from '../kernel/time.ts';
import { inSlices } from '../policy/batch-plan.ts';
import type { Action } from './action.ts';
import { batchingOf } from './batching.ts';
import type { Stage } from './cluster-plan.ts';
import type { Input } from './machine.ts';
import { decisionsOf } from './policy-check.ts';
import { grow, growUntil, keeping } from './resizing.ts';

/** The stages in which a cluster gets `count` members more: nodes that are there already, where a policy found some, then new ones for the rest. */
export function enlarge(self: Action, stage: number, cluster: Cluster, { seen }: Input, count: number, at: Instant): Stage {
  const slices = foundIn(self, cluster);
  const slice = slices[stage];
  if (slice) return takeIn(cluster, slice, count - slices.flat().length);
  if (slices.length === 0) return grow(self, stage, cluster, count, at);
  // Another cluster may have been quicker, or somebody may have deleted them: what did not join is made.
  if (!seen.members) return { kind: 'look', sight: { members: true } };
  const joined = seen.members.filter(({ id, clusterId }) => clusterId === cluster.id && slices.flat().includes(id)).length;
  return grow(self, stage, cluster, count - joined, at, slices.length);
}

/** The same where what is missing is counted afresh before each of the stages. @param first the stage it begins with */
export function enlargeUntil(self: Action, stage: number, cluster: Cluster, missing: number, at: Instant, first: number): Stage {
  const slices = foundIn(self, cluster);
  const slice = slices[stage - first]?.slice(0, Math.max(0, missing));
  const found = slices.slice(stage - first).flat().length;
  return slice ? takeIn(cluster, slice, missing - found) : growUntil(self, stage, cluster, missing, at, first + slices.length);
}

/** What was found, as many at a time as are worked on at a time. */
function foundIn(self: Action, cluster: Cluster): string[][] {
  const found = decisionsOf(self).reuse?.nodes ?? [];
  const { size = found.length } = batchingOf(self, cluster);
  return inSlices(found, size);
}

/** @param later how many are to be made beside those that were found */
const takeIn = (cluster: Cluster, ids: readonly string[], later: number): Stage => ({
  kind: 'round',
  child: 'NODE_JOIN',
  targets: { from: 'orphans', ids, firstIndex: cluster.nextIndex },
  tolerant: true,
  cluster: { ...withGuests(cluster, ids), nextIndex: cluster.nextIndex + ids.length, ...keeping(cluster, Math.max(0, later)) },
});
