import { byCount, newSize } from '../cluster/new-size.ts';
import { desiredOnceGone } from '../cluster/places.ts';
import { countedOf } from '../cluster/standby.ts';
import { defineFanOut } from './fan-out.ts';
import { idsIn } from './node-inputs.ts';
import { decisionsOf } from './policy-check.ts';
import { positionsOf, shrink } from './resizing.ts';

/**
 * Takes the named members out: deleted with `destroy_after_deletion`, otherwise left as orphans; a deletion policy's word counts for more,
 * and `let_go` for most.
 * Those that are members no more are passed over.
 */
export const clusterDelNodes = defineFanOut({
  name: 'CLUSTER_DEL_NODES',
  success: 'Completed deleting nodes.',
  admit(self, cluster, { mostNodes }) {
    const victims = positionsOf(cluster, idsIn(self, 'candidates'));
    const size = newSize(
      cluster,
      byCount(
        -countedOf(
          cluster,
          victims.flatMap((at) => cluster.nodes[at] ?? []),
        ),
      ),
      mostNodes,
    );
    return size.kind === 'refused' ? { kind: 'refuse', fault: size.fault } : { kind: 'go', memo: { victims } };
  },
  stage: (self, stage, cluster, _, memo) => shrink(self, stage, cluster, memo, self.inputs.destroy_after_deletion === true),
  conclude(self, cluster, members, memo) {
    if (memo.victims === undefined) return {};
    const removed = idsIn(self, 'candidates').filter((id) => !members.some((m) => m.id === id));
    const outputs = { nodes_removed: removed };
    if (decisionsOf(self).deletion?.reduce_desired_capacity === false) return { outputs };
    return { cluster: { desiredCapacity: desiredOnceGone(cluster, removed) }, outputs };
  },
});
