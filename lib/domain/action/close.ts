import type { Cluster } from '../cluster/cluster.ts';
import { holds, isLocked } from '../cluster/lock.ts';
import type { Write } from '../documents.ts';
import { DUTIES } from '../duty.ts';
import { tellEnd } from '../event/tell.ts';
import type { Watch } from '../health/watch.ts';
import type { Instant } from '../kernel/time.ts';
import { type Action, isFinal, targetsCluster } from './action.ts';
import { machineOf } from './catalogue.ts';
import { type Targets, unclaim } from './claim.ts';
import { type Commit, changed, commit, keepFinal, noted, type Patched, patched, type Wake } from './commit.ts';
import type { Change, Input } from './machine.ts';
import { aboutMember, isTold } from './telling.ts';
import { workQueueOf } from './work-queue.ts';

export type Verdict = { readonly status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED'; readonly reason: string };

export const targetsOf = ({ seen: { cluster, node } }: Input): Targets => ({ cluster, node });

/** Ends an action: the last change, every lock let go, the end told, and whoever may go on because of it woken. */
export function close(
  action: Action,
  verdict: Verdict,
  input: Input,
  targets: Targets,
  change: Change = {},
  told: readonly Write[] = [],
): Commit {
  const { now, seen } = input;
  const mine = recorded(action, verdict, targets, permitted(action, targets, change));
  const { freed, ...released } = unclaim(action, targets);
  const next = ended(noted(action, change), verdict, now);
  const { telling, left } = tellOfEnd(action, next, targets, patched(released, mine, now), now);
  const roused = rouse(action, input, mine);
  const writes = [...changed(seen, left), ...(change.writes ?? []), ...roused, ...told, ...telling];
  const watches = [...watchOf(action), ...roused.map(({ doc }) => wakeWatch(doc.id))];
  return commit(next, writes, { wake: [...freed.map(wakeOf), ...bereaved(targets, mine), ...parentOf(action), ...watches] });
}

/** An end is told once, and only of what somebody asked for, or wants to know. What is removed has no count left to keep. */
function tellOfEnd(action: Action, next: Action, targets: Targets, left: Patched, now: Instant): { telling: Write[]; left: Patched } {
  if (!isTold(action) || action.endedAt !== null) return { telling: [], left };
  const which = targetsCluster(action.action) ? 'cluster' : 'node';
  const about = left[which] === 'removed' ? targets[which] : left[which];
  const data = which === 'node' ? aboutMember(action, targets.cluster, about as Targets['node']) : undefined;
  const { success } = machineOf(action.action);
  const { target, write } = tellEnd(next, about as Targets[typeof which], success, now, { name: targets[which]?.name, data });
  return { telling: [write], left: left[which] === 'removed' || !target ? left : { ...left, [which]: target } };
}

/** The action as it is left. */
export const ended = (action: Action, { status, reason }: Verdict, now: Instant): Action => ({
  ...action,
  status: keepFinal(action, status),
  // Cancelled by force and done all the same, it stays cancelled by force.
  statusReason: isFinal(action.status) && status === 'SUCCEEDED' ? action.statusReason : reason,
  closing: null,
  lease: null,
  memory: null,
  dueAt: null,
  updatedAt: now,
  endedAt: action.endedAt ?? now,
});

/**
 * What of a change is the action's to make: a document somebody else has locked is theirs. One that waited in vain, or let go of its
 * cluster when it was cancelled by force, leaves it alone; but while nobody holds it, it may still be put right.
 */
function permitted(action: Action, { cluster, node }: Targets, change: Change): Change {
  const { id } = action;
  const allows = (doc: Targets['cluster'] | Targets['node']) => doc === undefined || holds(doc.lock, id) || !isLocked(doc.lock);
  const { cluster: ofCluster = {}, node: ofNode = {} } = change;
  return {
    ...change,
    cluster: allows(cluster) ? ofCluster : awaitedNoMore(action, cluster),
    ...(change.node && { node: allows(node) ? ofNode : {} }),
  };
}

/** Whom nobody is going to make any more counts like the others; that it did not, its own request put down, whoever held the cluster then. */
const awaitedNoMore = ({ action, target }: Action, cluster: Targets['cluster']): Partial<Cluster> =>
  action === 'NODE_CREATE' && cluster?.aside?.includes(target) ? { aside: cluster.aside.filter((one) => one !== target) } : {};

/** A child's node says how the child ended, since it is written first. */
function recorded({ id, parentId, startedAt }: Action, { status, reason }: Verdict, { node }: Targets, change: Change): Change {
  if (parentId === null || startedAt === null || !node || change.node === 'removed') return change;
  return { ...change, node: { ...change.node, lastEnd: { actionId: id, status, reason } } };
}

const wakeOf = ({ actionId, action }: { readonly actionId: string; readonly action: Action['action'] }): Wake => ({
  id: actionId,
  queue: workQueueOf(action),
});

/** Who waited for what is no more. */
const bereaved = ({ cluster, node }: Targets, change: Change): Wake[] => [
  ...(change.cluster === 'removed' ? (cluster?.lock.queue ?? []).map(wakeOf) : []),
  ...(change.node === 'removed' ? (node?.lock.queue ?? []).map(wakeOf) : []),
];

const wakeWatch = (id: string): Wake => ({ id, queue: DUTIES.watch, kind: 'watch' });

/** Whoever had a node recovered, or members replaced, wants to know what became of it. */
function watchOf({ origin }: Action): Wake[] {
  if (origin?.by === 'health') return [wakeWatch(origin.id)];
  return origin?.by === 'refresh' ? [{ id: origin.id, queue: DUTIES.refresh, kind: 'refresh' }] : [];
}

/** A check that somebody asked for has found a node that is ill: whoever watches over the cluster may have nothing else to hear it from. */
function rouse(action: Action, { seen, now }: Input, { node }: Change): { readonly put: 'watch'; readonly doc: Watch }[] {
  const { watch, members = [] } = seen;
  const isCheck = action.parentId === null && (action.action === 'CLUSTER_CHECK' || action.action === 'NODE_CHECK');
  if (!isCheck || !watch?.enabled || (watch.dueAt !== null && watch.dueAt <= now)) return [];
  const isIll = targetsCluster(action.action)
    ? members.some(({ status }) => status === 'ERROR')
    : node !== 'removed' && node?.status === 'ERROR';
  return isIll ? [{ put: 'watch', doc: { ...watch, dueAt: now } }] : [];
}

export const parentOf = ({ parentId }: Action): Wake[] => (parentId ? [{ id: parentId, queue: 'cluster-action' }] : []);
