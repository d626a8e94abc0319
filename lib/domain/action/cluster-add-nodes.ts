import { listed, whyNotJoin } from '../cluster/joining.ts';
import { byCount, newSize } from '../cluster/new-size.ts';
import { withGuests } from '../cluster/roll.ts';
import { permanent } from '../kernel/fault.ts';
import { defineFanOut } from './fan-out.ts';
import { idsIn, missingFrom } from './node-inputs.ts';

/** Takes orphans in. What was true when it was asked for is asked again, now that the cluster is ours. */
export const clusterAddNodes = defineFanOut({
  name: 'CLUSTER_ADD_NODES',
  success: 'Completed adding nodes.',
  admit(self, cluster, { seen, mostNodes }) {
    const ids = idsIn(self, 'nodes');
    if (!seen.nodes) return { kind: 'look', sight: { nodes: ids } };
    const fault = missingFrom(seen.nodes, ids) ?? whyNotJoin(cluster, seen.nodes, 'does');
    if (fault) return { kind: 'refuse', fault };
    const size = newSize(cluster, byCount(ids.length), mostNodes);
    return size.kind === 'refused' ? { kind: 'refuse', fault: size.fault } : { kind: 'go' };
  },
  stage(self, stage, cluster) {
    if (stage > 0) return { kind: 'end' };
    const ids = idsIn(self, 'nodes');
    return {
      kind: 'round',
      child: 'NODE_JOIN',
      targets: { from: 'orphans', ids, firstIndex: cluster.nextIndex },
      cluster: { ...withGuests(cluster, ids), nextIndex: cluster.nextIndex + ids.length },
    };
  },
  conclude(self, cluster, members, _, failure) {
    const ids = idsIn(self, 'nodes');
    const added = ids.filter((id) => members.some((m) => m.id === id));
    const lost = ids.filter((id) => !added.includes(id));
    const fault = failure ?? (lost.length > 0 ? permanent('children.failed', `Nodes did not join: ${listed(lost)}.`) : undefined);
    return {
      cluster: { desiredCapacity: cluster.desiredCapacity + added.length },
      outputs: { nodes_added: added },
      ...(fault && { fault }),
    };
  },
});
