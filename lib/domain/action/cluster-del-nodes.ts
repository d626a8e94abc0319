import { checkSize } from '../cluster/sizing.ts';
import { defineFanOut } from './fan-out.ts';
import { idsIn } from './node-inputs.ts';
import { positionsOf, shrink } from './resizing.ts';

/** Takes the named members out: deleted with `destroy_after_deletion`, otherwise left as orphans. Those that are members no more are passed over. */
export const clusterDelNodes = defineFanOut({
  name: 'CLUSTER_DEL_NODES',
  success: 'Completed deleting nodes.',
  admit(self, cluster, { mostNodes }) {
    const victims = positionsOf(cluster, idsIn(self, 'candidates'));
    const fault = checkSize(cluster, { desired: cluster.nodes.length - victims.length, strict: true }, mostNodes);
    return fault ? { kind: 'refuse', fault } : { kind: 'go', memo: { victims } };
  },
  stage: (self, stage, cluster, _, memo) => shrink(stage, cluster, memo, self.inputs['destroy_after_deletion'] === true),
  conclude(self, cluster, members, memo) {
    if (memo['victims'] === undefined) return {};
    const removed = idsIn(self, 'candidates').filter((id) => !members.some((m) => m.id === id));
    return { cluster: { desiredCapacity: Math.max(0, cluster.desiredCapacity - removed.length) }, outputs: { nodes_removed: removed } };
  },
});
