import type { Cluster } from '../../domain/cluster/cluster.ts';
import { isLocked } from '../../domain/cluster/lock.ts';
import { isSpared } from '../../domain/cluster/node.ts';
import { countedIn } from '../../domain/cluster/standby.ts';
import { isSuspended } from '../../domain/cluster/suspension.ts';
import type { Ref } from '../../domain/documents.ts';
import type { Group } from '../../domain/group/group.ts';
import { childId } from '../../domain/kernel/ids.ts';
import type { Engine } from '../engine/engine.ts';
import { fileAction } from '../engine/file-action.ts';
import { uponCluster } from '../engine/upon-cluster.ts';
import { activeIn } from './refreshing.ts';
import { resizeInputs } from './size-group.ts';
import { sizesOf } from './work-on.ts';

/**
 * Brings groups at rest to the size that they are to have: of those that could not be launched when they were asked for, and for whoever died between letting a
 * process go on and doing what it had held back.
 *
 * @returns what was filed, by project
 */
export async function levelGroups(engine: Engine): Promise<readonly Ref[]> {
  const filed: Ref[] = [];
  for (const project of await engine.store.projects()) {
    const { items } = await engine.store.list('group', project);
    const clusters = await engine.store.getMany(
      'cluster',
      items.map(({ clusterId: id }) => ({ project, id })),
    );
    const living = new Map(clusters.map((cluster) => [cluster.id, cluster]));
    for (const group of items) {
      const cluster = living.get(group.clusterId);
      const id = cluster && (await level(engine, group, cluster));
      if (id !== undefined) filed.push({ project, id });
    }
  }
  return filed;
}

async function level(engine: Engine, group: Group, cluster: Cluster): Promise<string | undefined> {
  const missing = cluster.desiredCapacity - countedIn(cluster);
  if (missing === 0 || isLocked(cluster.lock) || cluster.status === 'DELETING') return undefined;
  if (isSuspended(cluster, missing > 0 ? 'Launch' : 'Terminate')) return undefined;
  if (await activeIn(engine, { group, cluster })) return undefined;
  if (missing < 0 && !(await hasAnyToSpare(engine, cluster))) return undefined;
  const sizes = await sizesOf(engine, cluster);
  const filed = await fileAction(engine, {
    action: uponCluster(cluster, {
      id: childId(cluster.id, 'level', 0, engine.clock.now()),
      user: group.user,
      action: 'CLUSTER_RESIZE',
      inputs: resizeInputs(sizes, { desiredCapacity: cluster.desiredCapacity }),
      origin: {
        by: 'group',
        id: group.id,
        reason: `The group had ${countedIn(cluster)} of the ${cluster.desiredCapacity} instances that it is to have.`,
      },
    }),
    cluster,
  });
  // Whatever stands in the way, it is looked at again in a quarter of an hour.
  return filed !== 'stale' && filed.kind === 'filed' ? filed.actionId : undefined;
}

/** Those that are protected stay, though there be too many: asked to go they would not. */
async function hasAnyToSpare({ store }: Engine, { project, nodes }: Cluster): Promise<boolean> {
  const members = await store.getMany(
    'node',
    nodes.map((id) => ({ project, id })),
  );
  return members.some((node) => !isSpared(node));
}
