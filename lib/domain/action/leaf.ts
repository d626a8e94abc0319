import type { Cluster } from '../cluster/cluster.ts';
import { evaluate } from '../cluster/evaluate.ts';
import type { Node } from '../cluster/node.ts';
import { foundToBe } from '../cluster/roll.ts';
import type { Write } from '../documents.ts';
import type { Fault } from '../kernel/fault.ts';
import { isJsonObject, type JsonObject } from '../kernel/json.ts';
import { propertiesOf } from '../profile/properties.ts';
import type { Action } from './action.ts';
import type { Outcome, Resource } from './call.ts';
import type { Abandonment, Change, Decision, Input, Seen } from './machine.ts';

/** The node a leaf action works on; the lifecycle closes actions whose node is gone before they decide. */
export function nodeOf({ seen }: { readonly seen: Seen }): Node {
  if (!seen.node) throw new Error('a node action decided without its node');
  return seen.node;
}

/** The resource behind a node, as its driver is told of it. While a call is under way, what it remembered goes along. */
export function resourceOf(self: Action, node: Node, { seen }: Input, over: Partial<Resource> = {}): Resource {
  const profile = seen.profiles.find((p) => p.id === node.profileId);
  return {
    token: node.token,
    physicalId: node.physicalId,
    memory: self.memory ?? node.memory,
    owner: ownerOf(node),
    properties: profile ? propertiesOf(profile) : {},
    ...placed(node),
    ...over,
  };
}

/** Where policies put it, for a driver to know. */
export const placed = ({ data: { placement } }: Pick<Node, 'data'>): Pick<Resource, 'placement'> =>
  isJsonObject(placement) ? { placement } : {};

export const ownerOf = (node: Node): Resource['owner'] => ({
  project: node.project,
  clusterId: node.clusterId,
  nodeId: node.id,
  nodeName: node.name,
  index: node.index,
  role: node.role,
});

/** What the driver said of the resource, as the node keeps it. */
export const learned = (node: Node, returned: Extract<Outcome, { kind: 'ok' }>): Partial<Node> => ({
  ...(returned.physicalId !== undefined && { physicalId: returned.physicalId }),
  ...(returned.memory && { memory: returned.memory }),
  ...(returned.data && { data: { ...node.data, ...returned.data } }),
});

export type Ending = {
  readonly node: Partial<Node> | 'removed';
  /** How the cluster's own figures move with it. */
  readonly cluster?: Partial<Cluster>;
  readonly fault?: Fault;
  readonly outputs?: JsonObject;
  /** Shown under the action's `data`. */
  readonly data?: JsonObject;
  readonly writes?: readonly Write[];
};

/**
 * Ends a leaf action. A child leaves its cluster to its parent; a user's action on a member ends by evaluating the cluster,
 * for which it must see the members first.
 */
export function finish(self: Action, input: Input, ending: Ending): Extract<Decision<never>, { kind: 'look' | 'done' }> {
  const closed = wrapUp(self, input, ending);
  return closed.kind === 'look'
    ? closed
    : { kind: 'done', ...(ending.fault && { fault: ending.fault }), ...(closed.change && { change: closed.change }) };
}

/** The same for an action that was given up. */
export function wrapUp(self: Action, input: Input, ending: Ending): Extract<Abandonment, { kind: 'look' | 'close' }> {
  const { seen } = input;
  const { node, outputs, data, writes } = ending;
  const change: Change = { node, ...(outputs && { outputs }), ...(data && { data }), ...(writes && { writes }) };
  if (self.parentId !== null || !seen.cluster) return { kind: 'close', change };
  if (!seen.members) return { kind: 'look', sight: { members: true } };
  return {
    kind: 'close',
    change: { ...change, cluster: { ...ending.cluster, ...reassess(self, seen.cluster, seen.members, seen.node, ending) } },
  };
}

/** The cluster as its members will have it, whoever came or went without its list being told. */
function reassess(self: Action, cluster: Cluster, members: readonly Node[], node: Node | undefined, ending: Ending): Partial<Cluster> {
  const patch = ending.node === 'removed' ? { clusterId: '' } : ending.node;
  const mine = members.map((m) => (m.id === node?.id ? { ...m, ...patch } : m)).filter((m) => m.clusterId === cluster.id);
  const verdict = evaluate(self.action, { ...cluster, ...ending.cluster }, mine);
  const nodes = mine.map((m) => m.id);
  const roll = foundToBe(cluster, nodes);
  if (!node || patch.status !== 'ERROR' || !nodes.includes(node.id)) return { ...roll, ...verdict };
  return {
    ...roll,
    ...verdict,
    status: verdict.status === 'ACTIVE' ? 'WARNING' : verdict.status,
    statusReason: `Node ${node.name}: ${patch.statusReason ?? ''}`,
  };
}
