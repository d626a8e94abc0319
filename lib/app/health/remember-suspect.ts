import type { Node } from '../../domain/cluster/node.ts';
import { isSuspended } from '../../domain/cluster/suspension.ts';
import type { Fact } from '../../domain/health/notifications/fact.ts';
import { listens } from '../../domain/health/rule.ts';
import { isOwnDoing, suspect } from '../../domain/health/suspects.ts';
import type { Reception } from '../../domain/health/tally.ts';
import type { App } from '../app.ts';

/**
 * Bad news of a node that an action is working on may be that action's own doing, or not: its cluster's watch remembers to look at it once it is free.
 * What is asked to end it, ends it: of such there is nothing to remember.
 */
export async function rememberSuspect({ store, clock }: App, { reason }: Fact, node: Node): Promise<Reception | 'stale'> {
  const { project, clusterId, lock } = node;
  if (clusterId === '') return 'busy';
  const place = { project, id: clusterId };
  const [cluster, watch, holders] = await Promise.all([
    store.get('cluster', place),
    store.get('watch', place),
    store.getMany(
      'action',
      lock.holders.map((id) => ({ project, id })),
    ),
  ]);
  if (!cluster || !watch?.enabled || !listens(watch.rule) || isSuspended(cluster, 'HealthCheck') || holders.some(isOwnDoing)) return 'busy';
  const next = suspect(watch, node.id, reason, clock.now());
  if (!next) return 'busy';
  return next === watch || (await store.commit([{ put: 'watch', doc: next }])) === 'committed' ? 'suspected' : 'stale';
}
