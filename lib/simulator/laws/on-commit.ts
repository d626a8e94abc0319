import { type Action, isFinal, isOpen } from '../../domain/action/action.ts';
import { idsIn } from '../../domain/action/node-inputs.ts';
import type { Lock } from '../../domain/cluster/lock.ts';
import { isCounted } from '../../domain/cluster/standby.ts';
import type { Limit } from '../../domain/health/rule.ts';
import { decisionsIn } from '../../domain/policy/decisions.ts';
import type { World } from '../world.ts';
import { type CommitLaw, commitLaw } from './law.ts';
import { isByThePolicy } from './victims.ts';

const SIZED = new Set(['CLUSTER_CREATE', 'CLUSTER_SCALE_OUT', 'CLUSTER_SCALE_IN', 'CLUSTER_RESIZE']);
const SHRINKING = new Set(['CLUSTER_SCALE_IN', 'CLUSTER_RESIZE']);

/** Where an action may go from where it is. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  READY: ['READY', 'RUNNING', 'WAITING', 'SUCCEEDED', 'FAILED', 'CANCELLED'],
  RUNNING: ['RUNNING', 'WAITING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'WAITING_LIFECYCLE_COMPLETION'],
  WAITING: ['WAITING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'WAITING_LIFECYCLE_COMPLETION'],
  WAITING_LIFECYCLE_COMPLETION: ['WAITING_LIFECYCLE_COMPLETION', 'RUNNING', 'WAITING', 'SUCCEEDED', 'FAILED', 'CANCELLED'],
};

/** What holds of every single write. */
export const WRITE_LAWS: readonly CommitLaw[] = [
  commitLaw<'action'>({
    id: 'I7',
    says: 'an action never leaves CANCELLED, FAILED or SUCCEEDED again',
    on: 'action',
    holds: ({ doc, before }) => !before || !isFinal(before.status) || doc.status === before.status,
  }),
  commitLaw<'action'>({
    id: 'I7',
    says: 'an ended action is never written again',
    on: 'action',
    holds: ({ before }) => !before || isOpen(before),
  }),
  commitLaw<'action'>({
    id: 'I7',
    says: 'an action goes from where it is to where it may go',
    on: 'action',
    holds: ({ doc, before }) => !before || isFinal(before.status) || (NEXT[before.status]?.includes(doc.status) ?? false),
  }),
  commitLaw<'action'>({
    id: 'I6',
    says: 'an open action has an alarm, and an ended one is final',
    on: 'action',
    holds: ({ doc }) => (doc.dueAt === null ? isFinal(doc.status) : !isFinal(doc.status) || doc.signal === 'cancel'),
  }),
  commitLaw<'action'>({
    id: 'I5',
    says: 'no action that has ended holds a lease',
    on: 'action',
    holds: ({ doc }) => isOpen(doc) || doc.lease === null,
  }),
  commitLaw<'action'>({
    id: 'I3',
    says: 'an action that ended otherwise than well says why',
    on: 'action',
    holds: ({ doc }) => isOpen(doc) || doc.status === 'SUCCEEDED' || doc.statusReason !== '',
  }),
  commitLaw<'action'>({
    id: 'I3',
    says: 'a SUCCEEDED create, scale or resize has exactly the number of members that was asked for',
    on: 'action',
    holds: ({ doc, world }) => doc.status !== 'SUCCEEDED' || !SIZED.has(doc.action) || isSized(world, doc),
  }),
  commitLaw<'action'>({
    id: 'I10',
    says: 'no more nodes are worked on at once than a batch holds',
    on: 'action',
    holds: ({ doc, world }) => doc.parentId === null || !isOpen(doc) || isWithinBatch(doc, world),
  }),
  commitLaw<'action'>({
    id: 'I10',
    says: 'no two actions have a call about the same node under way',
    on: 'action',
    holds: ({ doc, before, world }) =>
      doc.lease === null ||
      doc.lease === before?.lease ||
      doc.action.startsWith('CLUSTER_') ||
      ![...world.ledger.open.values()].some((a) => a.id !== doc.id && a.target === doc.target && a.lease !== null && holds(world, a)),
  }),
  commitLaw<'action'>({
    id: 'I18',
    says: 'who is protected is not chosen when a cluster shrinks',
    on: 'action',
    holds: ({ doc, before, world }) => {
      if (before || doc.parentId === null || (doc.action !== 'NODE_DELETE' && doc.action !== 'NODE_LEAVE')) return true;
      const parent = world.ledger.action(doc.parentId);
      if (!parent || !SHRINKING.has(parent.action)) return true;
      // Whom somebody named was not chosen.
      if (idsIn(parent, 'nodes').includes(doc.target)) return true;
      // Whoever was chosen before goes: only protection that was there when the action began counts.
      const since = world.ledger.protectedBefore.get(doc.target);
      return since === undefined || since >= (world.ledger.beginnings.get(parent.id) ?? 0);
    },
  }),
  commitLaw<'action'>({
    id: 'I21',
    says: 'who goes when a cluster shrinks is whom the policy means',
    on: 'action',
    holds: isByThePolicy,
  }),
  commitLaw<'cluster'>({
    id: 'I4',
    says: 'a cluster wants no fewer and no more members than it may have, and has no more',
    on: 'cluster',
    holds: ({ doc }) => {
      const { minSize, maxSize, desiredCapacity } = doc;
      const most = maxSize < 0 ? Number.POSITIVE_INFINITY : maxSize;
      return desiredCapacity >= 0 && desiredCapacity <= most && (doc.status === 'DELETING' || minSize <= most);
    },
  }),
  commitLaw<'cluster'>({
    id: 'I3',
    says: 'a cluster that nobody is at knows which of its members are not counted',
    on: 'cluster',
    holds: ({ doc, world }) => {
      // Whoever was cancelled by force has let go of it, and may be at its members yet.
      const isLeft = ({ clusterId, status }: Action) => clusterId === doc.id && status === 'CANCELLED';
      if (doc.lock.holders.length > 0 || [...world.ledger.open.values()].some(isLeft)) return true;
      const members = doc.nodes.flatMap((id) => world.ledger.node(id) ?? []);
      return members.every((node) => isCounted(node) !== (doc.aside ?? []).includes(node.id));
    },
  }),
  commitLaw<'cluster'>({
    id: 'I8',
    says: 'no cluster comes to have more members than the operator allows',
    on: 'cluster',
    holds: ({ doc, before, world }) => doc.nodes.length <= Math.max(world.mostNodes, before?.nodes.length ?? 0),
  }),
  ...(['cluster', 'node'] as const).map((kind) =>
    commitLaw<'cluster' | 'node'>({
      id: 'I10',
      says: `never two exclusive holders of a ${kind}, and never exclusive with shared`,
      on: kind,
      holds: ({ doc }) => isSound(doc.lock),
    }),
  ),
  commitLaw<'watch'>({
    id: 'I11',
    says: 'no more recoveries begin than may be under way at once, and none of a node that is being recovered',
    on: 'watch',
    holds: ({ doc, before, world }) => {
      const open = doc.recoveries.filter(({ ended }) => ended === null).map(({ nodeId }) => nodeId);
      if (new Set(open).size < open.length) return false;
      const were = before?.recoveries.filter(({ ended }) => ended === null).length ?? 0;
      const size = world.ledger.cluster(doc.id)?.nodes.length ?? 0;
      return open.length <= were || open.length <= budget(doc.rule.limit, size);
    },
  }),
];

/** A child that has ended has let go of its node, and may yet have to write down that it has ended. */
const holds = ({ ledger }: World, { id, target }: Action): boolean => ledger.node(target)?.lock.holders.includes(id) ?? false;

const budget = ({ kind, number }: Limit, size: number): number =>
  kind === 'count' ? number : Math.max(1, Math.ceil((size * number) / 100));

/** Of the batches that were decided on or asked for, whichever holds: a request's word counts for most. */
function isWithinBatch({ parentId }: Action, world: World): boolean {
  const parent = world.ledger.action(parentId ?? '');
  if (!parent) return true;
  const { update, batch } = decisionsIn(parent.data);
  const asked = parent.inputs.batch_size;
  const size = typeof asked === 'number' ? asked : (batch?.size ?? Math.max(...(update?.plan ?? []).map((set) => set.length)));
  if (parent.action === 'CLUSTER_RECOVER' || size <= 0) return true;
  return [...world.ledger.open.values()].filter((a) => a.parentId === parentId).length <= size;
}

const isSound = ({ scope, holders, queue }: Lock): boolean => {
  const everyone = [...holders, ...queue.map(({ actionId }) => actionId)];
  return (
    (scope === 'shared' || holders.length <= 1) && new Set(everyone).size === everyone.length && (holders.length > 0 || queue.length === 0)
  );
};

/** Whether an action's cluster has as many members as it wants. Nodes that still wait to be made by their own action, and clusters that somebody took by force, are not its doing. */
function isSized({ store, ledger, actions }: World, { target, outputs }: Action): boolean {
  const cluster = ledger.cluster(target);
  const all = actions();
  // Whoever was cancelled may have gone for its age by now.
  if (!cluster || [...ledger.past.values()].some((a) => a.clusterId === target && a.status === 'CANCELLED')) return true;
  const awaited = new Set(all.filter((a) => a.action === 'NODE_CREATE' && a.parentId === null && isOpen(a)).map((a) => a.target));
  const theirs = store.everything('node').filter((node) => node.clusterId === target && !awaited.has(node.id));
  const members = theirs.filter((node) => node.standby?.aside !== true);
  // Who may not be chosen stays, and is said to; so it is said of those who may not be made yet.
  return members.length === cluster.desiredCapacity + Number(outputs.nodes_spared ?? 0) - Number(outputs.nodes_held ?? 0);
}
