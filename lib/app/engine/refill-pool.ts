import { type Action, isOpen, targetsCluster } from '../../domain/action/action.ts';
import type { Commit } from '../../domain/action/commit.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import { isLocked } from '../../domain/cluster/lock.ts';
import { poolChange } from '../../domain/cluster/pool-size.ts';
import type { Ref } from '../../domain/documents.ts';
import { childId } from '../../domain/kernel/ids.ts';
import { untilCommitted } from '../app.ts';
import type { Engine } from './engine.ts';
import { fileAction } from './file-action.ts';
import { uponCluster } from './upon-cluster.ts';

/**
 * Once an action has left a cluster whose pool is not as it is to be, that is seen to. Killed before, it is left to the sweep. What fills the pool does
 * not call for itself again: a pool that cannot be filled is tried once in a while, and not for ever.
 */
export async function refillPool(engine: Engine, { next, writes }: Commit): Promise<void> {
  if (isOpen(next) || !targetsCluster(next.action) || next.action === 'CLUSTER_FILL_POOL') return;
  const left = writes.find((write) => 'put' in write && write.put === 'cluster' && write.doc.id === next.target);
  if (left && (left.doc as Cluster).pool) await fillPool(engine, left.doc, next);
}

/** Files what fills a pool, unless there is nothing to do, or somebody works on the cluster: whoever does will have looked when they are done. */
export const fillPool = (engine: Engine, ref: Ref, cause: Pick<Action, 'id'>): Promise<void> =>
  untilCommitted(async () => {
    const cluster = await engine.store.get('cluster', ref);
    if (!cluster?.pool || isLocked(cluster.lock)) return;
    const { project } = ref;
    const members = await engine.store.getMany(
      'node',
      cluster.nodes.map((id) => ({ project, id })),
    );
    const { surplus, missing } = poolChange(cluster, members, engine.mostNodes);
    if (surplus.length === 0 && missing === 0 && !cluster.pool.draining) return;
    const filed = await fileAction(engine, {
      action: uponCluster(cluster, {
        id: childId(cause.id, 'pool', 0, engine.clock.now()),
        user: cluster.user,
        action: 'CLUSTER_FILL_POOL',
        inputs: {},
        origin: { by: 'pool', id: cluster.id, reason: 'The warm pool was not of the size that it is to have.' },
      }),
      cluster,
    });
    return filed === 'stale' ? 'stale' : undefined;
  });
