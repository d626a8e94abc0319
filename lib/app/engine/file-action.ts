import { type Action, type ActionName, targetsCluster } from '../../domain/action/action.ts';
import { claim } from '../../domain/action/claim.ts';
import { HEARTBEAT } from '../../domain/action/heartbeat.ts';
import { type NewAction, openAction } from '../../domain/action/open.ts';
import { whyNotWhileSuspended } from '../../domain/action/while-suspended.ts';
import { workQueueOf } from '../../domain/action/work-queue.ts';
import { ownedAfter } from '../../domain/cluster/capacity.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import { isLocked } from '../../domain/cluster/lock.ts';
import type { Node } from '../../domain/cluster/node.ts';
import type { Write } from '../../domain/documents.ts';
import { permanent, type Refusal } from '../../domain/kernel/fault.ts';
import { after, type Instant } from '../../domain/kernel/time.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { faultIfOver } from '../quotas/over-quota.ts';
import type { Engine } from './engine.ts';
import { holdToHours } from './hold-to-hours.ts';
import { whyNotScale } from './scaling-rules.ts';
import { signal } from './signal.ts';
import { decide, tell } from './step-action.ts';

export type Filing = {
  readonly action: NewAction;
  /** The target cluster, or the cluster of the target node. New documents (version 0) are stored along with the action. */
  readonly cluster?: Cluster | undefined;
  readonly node?: Node | undefined;
  /** What its first step would not find: its cluster begins to go by it with this commit. */
  readonly policies?: readonly Policy[];
  /** What must commit or still hold together with the filing. */
  readonly writes?: readonly Write[];
  /** Ask whoever holds the target to stop, and go next. */
  readonly force?: boolean;
  /** Go ahead although the cluster or the node is suspended. Nothing that happens by itself may. */
  readonly insists?: boolean;
  /** Wait for its turn when the target is being worked on, although such an action is mostly refused then. */
  readonly patient?: boolean;
};

export type Filed = { readonly kind: 'filed'; readonly actionId: string };

/** These may be asked for while the target is being worked on; they wait for their turn. */
const PATIENT: ReadonlySet<ActionName> = new Set<ActionName>(['CLUSTER_DELETE', 'NODE_DELETE', 'NODE_OPERATION']);

/**
 * Stores an action together with its place in its target's lock, or refuses it because the target is taken: one decision, one commit.
 *
 * A cluster action that gets the lock takes its first step in the same commit: no queue, no second write, no moment in which it is there but has not begun.
 *
 * What the project's quotas have no room for is refused as well: not everybody who files does so for a verb.
 *
 * @returns `stale` when a document was written since it was read: read again, check again, file again
 */
export const fileAction = (engine: Engine, asked: Filing): Promise<Filed | Refusal | 'stale'> =>
  file(engine, asked).catch((error: unknown) => ({ kind: 'refused', fault: faultIfOver(error) }));

async function file(engine: Engine, asked: Filing): Promise<Filed | Refusal | 'stale'> {
  const now = engine.clock.now();
  const filing = asked.cluster ? { ...asked, cluster: ownedAfter(asked.cluster, asked.action, now) } : asked;
  const { force = false, patient = PATIENT.has(filing.action.action) } = filing;
  const wanted = openAction(filing.action, now, after(now, HEARTBEAT));
  const onCluster = targetsCluster(wanted.action);
  const target = onCluster ? filing.cluster : filing.node;
  const held = whyNotWhileSuspended(wanted, filing, force || filing.insists === true);
  if (held) return { kind: 'refused', fault: held };
  const timely = await holdToHours(engine, wanted, filing.cluster, now, force || filing.insists === true);
  if (timely.kind === 'refused') return timely;
  const opened = timely.action;
  if (opened.hours) return fileForLater(engine, opened, filing);
  if (target && isLocked(target.lock) && !force && !patient) {
    const what = onCluster ? 'cluster' : 'node';
    const message = `${opened.action} for ${what} '${opened.target}' cannot be completed because it is already locked.`;
    return { kind: 'refused', fault: permanent('resource.locked', message) };
  }
  const unwanted = onCluster && filing.cluster ? await whyNotScale(engine.store, opened, filing.cluster, now) : undefined;
  if (unwanted) return { kind: 'refused', fault: unwanted };
  const free = target === undefined || !isLocked(target.lock);
  const committed = onCluster && free ? await fileAndBegin(engine, opened, filing, now) : await fileOnly(engine, opened, filing);
  if (committed === 'stale') return 'stale';
  if (force && target) await stopHolders(engine, target);
  return { kind: 'filed', actionId: opened.id };
}

/** Whoever dies before the holders are asked leaves an action that is next in line all the same. */
async function stopHolders({ store, nudges }: Engine, { project, lock }: Cluster | Node): Promise<void> {
  const asked = await Promise.all(lock.holders.map((id) => signal(store, { project, id })));
  await nudges.send(asked.flatMap((holder) => (holder ? [{ project, id: holder.id, queue: workQueueOf(holder.action) }] : [])));
}

async function fileAndBegin(
  engine: Engine,
  opened: Action,
  { cluster, policies = [], writes = [] }: Filing,
  now: Instant,
): Promise<'filed' | 'stale'> {
  const nothing = { node: undefined, members: undefined, nodes: undefined, children: undefined, profiles: [], policies };
  const { progress } = await decide(engine, opened, {}, now, { cluster, ...nothing });
  if (progress.kind !== 'commit') throw new Error(`${opened.action} did not begin though nobody held its cluster`);
  if ((await engine.store.commit([...writes, ...progress.writes, { put: 'action', doc: progress.next }])) === 'stale') return 'stale';
  await tell(engine, progress, now);
  if (progress.again) await engine.nudges.send([{ project: opened.project, id: opened.id, queue: 'cluster-action' }]);
  return 'filed';
}

/** It takes its place in its target's lock when its time has come. */
async function fileForLater({ store }: Engine, opened: Action, { cluster, writes = [] }: Filing): Promise<Filed | 'stale'> {
  const check: Write[] = cluster && !writes.some(({ doc }) => doc.id === cluster.id) ? [{ check: 'cluster', doc: cluster }] : [];
  const committed = await store.commit([...writes, ...check, { put: 'action', doc: opened }]);
  return committed === 'stale' ? 'stale' : { kind: 'filed', actionId: opened.id };
}

async function fileOnly(engine: Engine, opened: Action, filing: Filing): Promise<'filed' | 'stale'> {
  const { cluster, node, held } = claim(opened, { cluster: filing.cluster, node: filing.node }, filing.force);
  const writes: Write[] = [...(filing.writes ?? []), { put: 'action', doc: opened }];
  if (cluster && cluster !== filing.cluster) writes.push({ put: 'cluster', doc: cluster });
  if (node && (node !== filing.node || node.version === 0)) writes.push({ put: 'node', doc: node });
  if ((await engine.store.commit(writes)) === 'stale') return 'stale';
  if (held) await engine.nudges.send([{ project: opened.project, id: opened.id, queue: workQueueOf(opened.action) }]);
  return 'filed';
}
