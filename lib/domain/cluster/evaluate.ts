import type { Cluster, ClusterStatus } from './cluster.ts';
import type { Node } from './node.ts';
import { isCounted } from './standby.ts';

type Bounds = Pick<Cluster, 'minSize' | 'maxSize' | 'desiredCapacity' | 'aside'>;

/**
 * A cluster's status, derived from its members. Nothing else ends an action on a cluster, so a status never outlives its cause. Which of them count for
 * nothing the cluster learns here.
 *
 * @param operation what is named as the cause: the action, or the operation of a CLUSTER_OPERATION
 */
export function evaluate(
  operation: string,
  bounds: Bounds,
  members: readonly (Pick<Node, 'status' | 'standby' | 'added'> & { readonly id?: string })[],
): { readonly status: ClusterStatus; readonly statusReason: string; readonly aside?: readonly string[] } {
  const aside = members.flatMap((node) => (!isCounted(node) && node.id !== undefined ? [node.id] : []));
  const active = members.filter((node) => node.status === 'ACTIVE' && isCounted(node)).length;
  const say = (status: ClusterStatus, how: string) => ({
    status,
    statusReason: `${operation}: number of active nodes is ${how}.`,
    ...((aside.length > 0 || bounds.aside) && { aside }),
  });

  if (active < bounds.minSize) return say('ERROR', `below min_size (${bounds.minSize})`);
  if (active < bounds.desiredCapacity) return say('WARNING', `below desired_capacity (${bounds.desiredCapacity})`);
  if (bounds.maxSize < 0 || active <= bounds.maxSize) return say('ACTIVE', `equal or above desired_capacity (${bounds.desiredCapacity})`);
  return say('WARNING', `above max_size (${bounds.maxSize})`);
}
