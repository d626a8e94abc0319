import type { Action } from '../../domain/action/action.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import { isLocked } from '../../domain/cluster/lock.ts';
import { type Fault, permanent } from '../../domain/kernel/fault.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import { standingBefore } from '../../domain/policy/chain.ts';
import { holdsUp } from '../../domain/policy/scaling.ts';
import type { DocumentStore } from '../../ports/document-store.ts';

const SCALING: ReadonlySet<string> = new Set(['CLUSTER_SCALE_IN', 'CLUSTER_SCALE_OUT']);

/**
 * Why a cluster is not scaled just now, whoever asks: somebody else scales it, or a scaling policy of it still cools down. Filing commits
 * on the cluster as it was seen, so of any number who ask at once one is let through.
 */
export async function whyNotScale(store: DocumentStore, opened: Action, cluster: Cluster, now: Instant): Promise<Fault | undefined> {
  if (!SCALING.has(opened.action)) return undefined;
  const { project } = cluster;
  const ref = (id: string) => ({ project, id });
  if (isLocked(cluster.lock)) {
    const active = [...cluster.lock.holders, ...cluster.lock.queue.map(({ actionId }) => actionId)];
    const scaling = (await store.getMany('action', active.map(ref))).filter(({ action }) => SCALING.has(action));
    if (scaling.length === 0) return undefined;
    const ids = scaling.map(({ id }) => id).join(',');
    return permanent(
      'action.conflict',
      `The ${opened.action} action for target ${cluster.id} conflicts with the following action(s): ${ids}`,
    );
  }
  const bindings = standingBefore(cluster, opened.action).filter(({ lastOp }) => lastOp !== null);
  if (bindings.length === 0) return undefined;
  const policies = await store.getMany(
    'policy',
    bindings.map(({ policyId }) => ref(policyId)),
  );
  const cooling = bindings.find((binding) => policies.some((p) => p.id === binding.policyId && holdsUp(binding, p, opened.action, now)));
  if (!cooling) return undefined;
  return permanent(
    'action.cooldown',
    `The ${opened.action} action for cluster ${cluster.id} cannot be processed due to Policy ${cooling.policyId} cooldown still in progress`,
  );
}
