import type { Ref } from '../../domain/documents.ts';
import type { Group } from '../../domain/group/group.ts';
import { childId } from '../../domain/kernel/ids.ts';
import { agedBatch, healthyIn, lifetimeIn } from '../../domain/refresh/aged.ts';
import type { Engine } from '../engine/engine.ts';
import { fileAction } from '../engine/file-action.ts';
import { uponCluster } from '../engine/upon-cluster.ts';
import { activeIn, membersOf } from './refreshing.ts';

/** All groups of everybody. @returns what was filed, by project */
export async function renewGroups(engine: Engine): Promise<readonly Ref[]> {
  const filed: Ref[] = [];
  for (const project of await engine.store.projects()) {
    const { items } = await engine.store.list('group', project);
    for (const group of items) {
      const id = await renewAged(engine, group);
      if (id !== undefined) filed.push({ project, id });
    }
  }
  return filed;
}

/**
 * Replaces instances that have lived as long as their group lets them: a few, so that those of an age do not go at once, and none while something else is being done
 * with the group. Whoever comes next goes on.
 *
 * @returns what was filed
 */
async function renewAged(engine: Engine, group: Group): Promise<string | undefined> {
  const lifetime = lifetimeIn(group.verbatim);
  const { project, clusterId } = group;
  const cluster = lifetime === undefined ? undefined : await engine.store.get('cluster', { project, id: clusterId });
  if (lifetime === undefined || !cluster) return undefined;
  if (await activeIn(engine, { group, cluster })) return undefined;
  const now = engine.clock.now();
  const batch = agedBatch(await membersOf(engine, cluster), cluster.desiredCapacity, healthyIn(group.verbatim), lifetime, now);
  if (!batch) return undefined;
  const filed = await fileAction(engine, {
    action: uponCluster(cluster, {
      id: childId(cluster.id, 'aged', 0, now),
      user: group.user,
      action: 'CLUSTER_REPLACE_NODES',
      inputs: { nodes: [...batch.ids], count: batch.count, launch_first: batch.launchFirst },
      origin: {
        by: 'refresh',
        id: group.id,
        reason: `Instances were replaced that have reached the maximum lifetime of ${lifetime} seconds.`,
      },
    }),
    cluster,
  });
  // Whatever stands in the way, it is asked again in a quarter of an hour.
  return filed !== 'stale' && filed.kind === 'filed' ? filed.actionId : undefined;
}
