import type { Cluster } from '../../domain/cluster/cluster.ts';
import { evaluate } from '../../domain/cluster/evaluate.ts';
import type { Node } from '../../domain/cluster/node.ts';
import { CLUSTER_HEALTH, stopped } from '../../domain/health/tell-health.ts';
import type { Breaker } from '../../domain/health/watch.ts';

/** The cluster as its members make it by now, and with what keeps them from being recovered. The same object when there is nothing new to say. */
export function assess(cluster: Cluster, members: readonly Node[], breaker: Breaker): Cluster {
  const verdict = evaluate(CLUSTER_HEALTH, cluster, members);
  const broken = members.find(({ status }) => status === 'ERROR');
  const warned = verdict.status === 'ACTIVE' && broken ? 'WARNING' : verdict.status;
  const open = breaker.state === 'closed' ? undefined : stopped({ breaker });
  const fitting = cluster.status === verdict.status || cluster.status === warned;
  if (fitting && (open === undefined ? !cluster.statusReason.startsWith('Recoveries are stopped') : cluster.statusReason === open))
    return cluster;
  const statusReason = open ?? (broken ? `Node ${broken.name}: ${broken.statusReason}` : verdict.statusReason);
  return { ...cluster, status: fitting ? cluster.status : warned, statusReason };
}
