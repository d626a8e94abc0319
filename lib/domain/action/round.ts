import { z } from 'zod';
import type { Cluster } from '../cluster/cluster.ts';
import { acquire, holds } from '../cluster/lock.ts';
import { bornMetadata, bornProtected, busy, type Node, type NodeStatus } from '../cluster/node.ts';
import { nodeName } from '../cluster/node-name.ts';
import { childId, childIds } from '../kernel/ids.ts';
import { JsonObject } from '../kernel/json.ts';
import { after, type Instant, seconds } from '../kernel/time.ts';
import { decisionsIn } from '../policy/decisions.ts';
import { placementOf } from '../policy/placements.ts';
import { type Action, NODE_ACTIONS, type NodeActionName } from './action.ts';
import type { Child } from './machine.ts';
import { openAction } from './open.ts';

/** Each node is two writes, and a DynamoDB transaction holds one hundred. */
export const SLICE = 40;

/** How long after its birth a child may go unnoticed before it is taken for lost. */
export const GRACE = seconds(5);

/** Which nodes a round works on. Positions point into the cluster's `nodes`, which only grows while the lock is held: a thousand of them stay small. */
const Targets = z.discriminatedUnion('from', [
  /** `before`: how many the action has made already. */
  z.object({ from: z.literal('new'), count: z.int(), firstIndex: z.int(), before: z.int().optional() }),
  z.object({ from: z.literal('members'), positions: z.array(z.int()).readonly() }),
  z.object({ from: z.literal('orphans'), ids: z.array(z.string()).readonly(), firstIndex: z.int() }),
]);

/** One action on each of many nodes, all at once. */
export const Round = z.object({
  stage: z.int(),
  child: z.enum(NODE_ACTIONS),
  targets: Targets,
  inputs: JsonObject,
  /** Whether the action goes on when a child fails. */
  tolerant: z.boolean(),
  spawned: z.int(),
  /** How many, from the first, are known to have ended. */
  settled: z.int(),
  failed: z.int(),
  reason: z.string().optional(),
});
export type Round = z.infer<typeof Round>;
export type Targets = z.infer<typeof Targets>;

export const sizeOf = ({ targets }: Round): number =>
  targets.from === 'new' ? targets.count : targets.from === 'members' ? targets.positions.length : targets.ids.length;

/** The child actions from one place to another. @param at when the parent began its rounds */
export const childrenOf = (parentId: string, round: Round, at: Instant, from: number, to: number): string[] =>
  childIds(parentId, `child-${round.stage}`, from, to, at);

/** The existing nodes of the next slice; none for a round that makes its own. */
export function nextNodes({ targets, spawned }: Round, cluster: Cluster): string[] {
  if (targets.from === 'new') return [];
  if (targets.from === 'orphans') return targets.ids.slice(spawned, spawned + SLICE);
  return targets.positions.slice(spawned, spawned + SLICE).flatMap((position) => cluster.nodes[position] ?? []);
}

/** The ids of all the nodes a round will make: they join the cluster's list before they exist, so that one write adds them all. */
export const newNodes = (parentId: string, stage: number, count: number, at: Instant): string[] =>
  childIds(parentId, `node-${stage}`, 0, count, at);

/** The next slice of children, each with its node. Nodes that are gone are passed over: their children never come to be. */
export function spawnSlice(parent: Action, round: Round, cluster: Cluster, nodes: readonly Node[], at: Instant, now: Instant): Child[] {
  const upTo = Math.min(sizeOf(round), round.spawned + SLICE);
  const ids = childrenOf(parent.id, round, at, round.spawned, upTo);
  const wanted = nextNodes(round, cluster);
  return ids.flatMap((id, i) => {
    const place = round.spawned + i;
    const { targets } = round;
    if (targets.from === 'new') return [newborn(parent, round, cluster, id, place, targets.firstIndex + place, at, now)];
    const node = nodes.find((n) => n.id === wanted[i]);
    if (!node) return [];
    const inputs =
      targets.from === 'orphans' ? { ...round.inputs, cluster_id: cluster.id, index: targets.firstIndex + place } : round.inputs;
    return [onExisting(parent, round.child, inputs, cluster, id, node, now)];
  });
}

function newborn(
  parent: Action,
  round: Round,
  cluster: Cluster,
  actionId: string,
  place: number,
  index: number,
  at: Instant,
  now: Instant,
): Child {
  const id = childId(parent.id, `node-${round.stage}`, place, at);
  const before = round.targets.from === 'new' ? (round.targets.before ?? 0) : 0;
  const placement = placed(placementOf(decisionsIn(parent.data), before + place), parent);
  const node: Node = {
    id,
    project: parent.project,
    user: parent.user,
    domain: cluster.domain,
    name: nodeName(cluster.config['node.name.format'], index, id),
    profileId: cluster.profileId,
    profileType: cluster.profileType,
    clusterId: cluster.id,
    index,
    role: '',
    metadata: bornMetadata(cluster),
    data: placement ? { placement } : {},
    dependents: {},
    physicalId: null,
    token: null,
    memory: {},
    status: 'CREATING',
    statusReason: 'Creation in progress',
    was: null,
    tainted: false,
    ...(bornProtected(cluster) && { protected: true }),
    ...(round.inputs.warm !== undefined && { standby: { since: now, aside: true, warm: cluster.pool?.state ?? 'STOPPED' } }),
    initAt: now,
    createdAt: null,
    updatedAt: null,
    lock: { scope: 'exclusive', holders: [actionId], queue: [] },
    version: 0,
  };
  return { action: childAction(parent, 'NODE_CREATE', round.inputs, cluster.id, actionId, node, now), node };
}

/** Where whoever asked for the nodes wants them to be counts for more than what policies decided. */
const placed = (decided: JsonObject | undefined, { inputs: { zone } }: Action): JsonObject | undefined =>
  typeof zone === 'string' ? { ...decided, zone } : decided;

const DURING: Partial<Record<NodeActionName, readonly [NodeStatus, string]>> = {
  NODE_DELETE: ['DELETING', 'Deletion in progress'],
  NODE_UPDATE: ['UPDATING', 'Update in progress'],
  NODE_RECOVER: ['RECOVERING', 'Recovery in progress'],
  NODE_OPERATION: ['OPERATING', 'Operation in progress'],
};

/** A node that somebody else still works on is only queued for: its status is theirs until then. */
function onExisting(
  parent: Action,
  name: NodeActionName,
  inputs: JsonObject,
  cluster: Cluster,
  actionId: string,
  node: Node,
  now: Instant,
): Child {
  const lock = acquire(node.lock, { actionId, action: name, scope: 'exclusive' });
  const during = DURING[name];
  const marked = during && holds(lock, actionId) ? busy(node, ...during) : {};
  // From here on it counts for itself, and its cluster lets go of it: it may be an orphan before its cluster's list says so.
  const parting = name === 'NODE_LEAVE' ? ({ counted: true } as const) : {};
  return { action: childAction(parent, name, inputs, cluster.id, actionId, node, now), node: { ...node, ...marked, ...parting, lock } };
}

function childAction(
  parent: Action,
  action: NodeActionName,
  inputs: JsonObject,
  clusterId: string,
  id: string,
  node: Node,
  now: Instant,
): Action {
  const { project, user, timeout } = parent;
  const child = openAction(
    { id, project, user, action, target: node.id, targetName: node.name, clusterId, inputs, timeout, parentId: parent.id },
    now,
    after(now, GRACE),
  );
  return { ...child, deadline: parent.deadline };
}
