import { type Action, isFinal, isOpen, targetsCluster } from '../../domain/action/action.ts';
import { unclaim } from '../../domain/action/claim.ts';
import { workQueueOf } from '../../domain/action/work-queue.ts';
import { evaluate } from '../../domain/cluster/evaluate.ts';
import type { Write } from '../../domain/documents.ts';
import { endEvent } from '../../domain/event/tell.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { isId, shortId } from '../../domain/kernel/ids.ts';
import { seconds } from '../../domain/kernel/time.ts';
import { type App, untilCommitted } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { lookUp } from '../lookup.ts';

/**
 * Asks an action to stop. What it did so far is undone or settled, and only then does it end.
 *
 * Forced, it shows CANCELLED at once and lets go of its cluster; what it may have made is undone behind the scenes, its node staying locked until then.
 */
export const cancelAction =
  (app: App): Clustering['cancelAction'] =>
  (caller, text, { force }) =>
    untilCommitted(async () => {
      if (!isId(text)) return refused('action.not-found', `The action '${text}' could not be found.`);
      const found = await lookUp(app.store, caller, 'action', text);
      if (found.kind === 'refused') return found;
      const action = found.doc;
      if (isFinal(action.status) || !isOpen(action)) {
        if (force) return { kind: 'ok' };
        const expected = "['INIT', 'WAITING', 'READY', 'RUNNING', 'WAITING_LIFECYCLE_COMPLETION']";
        return refused(
          'action.immutable',
          `Action (${shortId(action.id)}) is in status (${action.status}) while expected status must be one of (${expected}).`,
        );
      }
      const writes = force ? await forced(app, action) : [{ put: 'action', doc: { ...action, signal: 'cancel' } } as const];
      if ((await app.store.commit(writes)) === 'stale') return 'stale';
      await app.nudges.send([{ project: action.project, id: action.id, queue: workQueueOf(action.action) }], seconds(0));
      return { kind: 'ok' };
    });

async function forced(app: App, action: Action): Promise<Write[]> {
  const now = app.clock.now();
  const doc: Action = {
    ...action,
    signal: 'cancel',
    status: 'CANCELLED',
    statusReason: 'The action was cancelled by force.',
    endedAt: now,
    updatedAt: now,
  };
  const writes: Write[] = [{ put: 'action', doc }];
  if (action.parentId === null) writes.push(endEvent(doc, action.targetName, '', now));
  if (!targetsCluster(action.action)) return writes;

  const cluster = await app.store.get('cluster', { project: action.project, id: action.target });
  if (!cluster) return writes;
  const { project } = cluster;
  const members = await app.store.getMany(
    'node',
    cluster.nodes.map((id) => ({ project, id })),
  );
  const released = unclaim(action, { cluster, node: undefined });
  if (released.cluster)
    writes.push({ put: 'cluster', doc: { ...released.cluster, ...evaluate(action.action, cluster, members), updatedAt: now } });
  await app.nudges.send(
    released.freed.map((r) => ({ project, id: r.actionId, queue: workQueueOf(r.action) })),
    seconds(1),
  );
  return writes;
}
