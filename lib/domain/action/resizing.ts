import type { Cluster } from '../cluster/cluster.ts';
import type { Node } from '../cluster/node.ts';
import { chooseVictims } from '../cluster/victims.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import type { Action } from './action.ts';
import type { Stage } from './cluster-plan.ts';
import { newNodes } from './round.ts';

/** A round that makes `count` members. They join the cluster's list in the same commit as the first of them. */
export function grow(self: Action, stage: number, cluster: Cluster, count: number, at: Instant): Stage {
  const nodes = [...cluster.nodes, ...newNodes(self.id, stage, count, at)];
  return {
    kind: 'round',
    child: 'NODE_CREATE',
    targets: { from: 'new', count, firstIndex: cluster.nextIndex },
    cluster: { nodes, nextIndex: cluster.nextIndex + count },
  };
}

/** Where the chosen nodes stand in the cluster's list. */
export const positionsOf = (cluster: Cluster, ids: readonly string[]): number[] => {
  const places = new Map(cluster.nodes.map((id, position) => [id, position]));
  return ids.flatMap((id) => places.get(id) ?? []);
};

/** What a shrinking action remembers of its choice between its rounds. */
export const rememberVictims = (
  cluster: Cluster,
  members: readonly Node[],
  count: number,
  seed: string,
): { readonly victims: number[] } => ({
  victims: positionsOf(cluster, chooseVictims(members, count, seed)),
});

/** The rounds in which members go: stopped first where the cluster asks for it, then deleted or let go. A node that will not stop is deleted all the same. */
export function shrink(stage: number, cluster: Cluster, memo: JsonObject, destroy = true): Stage {
  const victims = Array.isArray(memo['victims']) ? memo['victims'].map(Number) : [];
  const targets = { from: 'members', positions: victims } as const;
  const stopsFirst = destroy && Boolean(cluster.config['cluster.stop_node_before_delete']);
  if (stage === 0)
    return stopsFirst
      ? { kind: 'round', child: 'NODE_OPERATION', targets, inputs: { operation: 'stop', params: {} }, tolerant: true }
      : { kind: 'skip' };
  if (stage === 1) return { kind: 'round', child: destroy ? 'NODE_DELETE' : 'NODE_LEAVE', targets };
  return { kind: 'end' };
}
