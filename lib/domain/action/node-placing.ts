import type { Cluster } from '../cluster/cluster.ts';
import type { Node } from '../cluster/node.ts';
import type { JsonObject } from '../kernel/json.ts';
import { decisionsIn } from '../policy/decisions.ts';
import { placementOf } from '../policy/placements.ts';
import type { Action } from './action.ts';
import type { Input } from './machine.ts';
import { type Check, checkPolicies } from './policy-check.ts';

export type Placing = Exclude<Check, { kind: 'go' }> | { readonly kind: 'placed'; readonly node: Node; readonly data: JsonObject };

/** Where policies put a node that somebody makes in a cluster by itself: what its driver is told, and the node remembers. */
export function placeNode(self: Action, node: Node, cluster: Cluster, input: Input): Placing {
  const check = checkPolicies(self, cluster, input);
  if (check.kind !== 'go') return check;
  const placement = placementOf(decisionsIn(check.data), 0);
  return { kind: 'placed', node: placement ? { ...node, data: { ...node.data, placement } } : node, data: check.data };
}
