import type { Cluster } from '../cluster/cluster.ts';
import type { Json } from '../kernel/json.ts';
import { inSlices } from '../policy/batch-plan.ts';
import type { Action } from './action.ts';
import { decisionsOf } from './policy-check.ts';

/** How much of a cluster is worked on at a time, and the seconds in between. No size: all of it at once. */
export type Batching = { readonly size: number | undefined; readonly pauseTime: number };

/** What the request says counts for most, then a policy, then the cluster's own settings `cluster.batch_size` and `cluster.batch_pause`. */
export function batchingOf(self: Action, { config }: Pick<Cluster, 'config'>): Batching {
  // Nobody waits politely for a cluster to be gone.
  if (self.action === 'CLUSTER_DELETE') return { size: undefined, pauseTime: 0 };
  const { batch, update } = decisionsOf(self);
  const size = positive(self.inputs.batch_size) ?? positive(batch?.size) ?? positive(config['cluster.batch_size']);
  const pauseTime = number(self.inputs.pause_time) ?? batch?.pause_time ?? update?.pause_time ?? number(config['cluster.batch_pause']);
  return { size, pauseTime: pauseTime ?? 0 };
}

/**
 * The members in the sets in which they are updated, as positions in the cluster's list.
 *
 * @param inOrder every member, the first to be updated first
 * @param unsaid how many at a time where nobody has said
 */
export function updateSets(self: Action, cluster: Cluster, inOrder: readonly string[], unsaid = 1): number[][] {
  const places = new Map(cluster.nodes.map((id, position) => [id, position]));
  const positions = (ids: readonly string[]) => ids.flatMap((id) => places.get(id) ?? []);
  const { plan } = decisionsOf(self).update ?? {};
  const asked = positive(self.inputs.batch_size);
  if (plan && asked === undefined) return plan.map(positions);
  const all = positions(plan?.flat() ?? inOrder);
  return inSlices(all, batchingOf(self, cluster).size ?? unsaid);
}

const number = (value: Json | undefined): number | undefined => (typeof value === 'number' && value >= 0 ? value : undefined);
const positive = (value: Json | undefined): number | undefined => (typeof value === 'number' && value >= 1 ? Math.trunc(value) : undefined);
