import type { Action } from '../../domain/action/action.ts';
import { claim } from '../../domain/action/claim.ts';
import { HEARTBEAT } from '../../domain/action/heartbeat.ts';
import { openAction } from '../../domain/action/open.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Node } from '../../domain/cluster/node.ts';
import type { Write } from '../../domain/documents.ts';
import type { Patient } from '../../domain/health/admission.ts';
import type { Watch } from '../../domain/health/watch.ts';
import { after, type Instant } from '../../domain/kernel/time.ts';

/**
 * The recoveries that were let in, each with its place in the locks of its node and of the cluster: to commit together with the watch that
 * remembers them.
 *
 * @param watch with the recoveries in it @returns the cluster with all their requests in its lock
 */
export function fileRecoveries(
  watch: Watch,
  cluster: Cluster,
  members: readonly Node[],
  begin: readonly Patient[],
  now: Instant,
): { readonly cluster: Cluster; readonly writes: readonly Write[]; readonly actions: readonly Action[] } {
  let locked = cluster;
  const writes: Write[] = [];
  const actions: Action[] = [];
  for (const { nodeId, reason } of begin) {
    const node = members.find(({ id }) => id === nodeId);
    const recovery = watch.recoveries.findLast((one) => one.nodeId === nodeId);
    if (!node || !recovery) throw new Error(`${nodeId} was let in and is not there`);
    const action = openAction(
      {
        id: recovery.actionId,
        project: watch.project,
        user: watch.user,
        action: 'NODE_RECOVER',
        target: node.id,
        targetName: node.name,
        clusterId: cluster.id,
        inputs: watch.rule.recovery,
        timeout: cluster.timeout,
        origin: { by: 'health', id: cluster.id, reason },
      },
      now,
      after(now, HEARTBEAT),
    );
    const claimed = claim(action, { cluster: locked, node });
    locked = claimed.cluster ?? locked;
    writes.push({ put: 'action', doc: action }, { put: 'node', doc: claimed.node ?? node });
    actions.push(action);
  }
  return { cluster: locked, writes, actions };
}
