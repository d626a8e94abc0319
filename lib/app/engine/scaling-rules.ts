import type { Action } from '../../domain/action/action.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import { type Fault, permanent } from '../../domain/kernel/fault.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import { standingBefore } from '../../domain/policy/chain.ts';
import { holdsUp } from '../../domain/policy/scaling.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import { readUsed } from '../uses/read-used.ts';

const SCALING: ReadonlySet<string> = new Set(['CLUSTER_SCALE_IN', 'CLUSTER_SCALE_OUT']);

/**
 * Why a cluster that nobody works on is not scaled just now, whoever asks: a scaling policy of it still cools down. Filing commits on the cluster as it
 * was seen, so of any number who ask at once one is let through, and the rest find it locked.
 */
export async function whyNotScale(store: DocumentStore, opened: Action, cluster: Cluster, now: Instant): Promise<Fault | undefined> {
  if (!SCALING.has(opened.action)) return undefined;
  const { project } = cluster;
  const ref = (id: string) => ({ project, id });
  const bindings = standingBefore(cluster, opened.action).filter(({ lastOp }) => lastOp !== null);
  if (bindings.length === 0) return undefined;
  const policies = await readUsed(
    store,
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
