import { defineFanOut } from './fan-out.ts';
import { idsIn } from './node-inputs.ts';
import { grow, positionsOf } from './resizing.ts';
import { admitStandby, capacityAfter, movesCapacity, replaces, toReplace } from './standby-capacity.ts';

/** Does one operation of the profile type on the members that were picked when it was asked for; into standby, with what the cluster's capacity becomes. */
export const clusterOperation = defineFanOut({
  name: 'CLUSTER_OPERATION',
  success: 'Cluster operation succeeded.',
  during: 'OPERATING',
  admit: (self, cluster, input) => (movesCapacity(self, cluster) ? admitStandby(self, cluster, input) : { kind: 'go' }),
  stage(self, stage, cluster, { seen }, _, at) {
    if (stage > 0) {
      if (!replaces(self)) return { kind: 'end' };
      if (!seen.members) return { kind: 'look', sight: { members: true } };
      return grow(self, stage, cluster, toReplace(self, cluster, seen.members), at, 1);
    }
    const { operation = null, params = {}, decrement } = self.inputs;
    return {
      kind: 'round',
      child: 'NODE_OPERATION',
      targets: { from: 'members', positions: positionsOf(cluster, idsIn(self, 'nodes')) },
      inputs: { operation, params, ...(operation === 'enter_standby' && decrement !== undefined && { aside: true }) },
    };
  },
  undo(self, _, cluster, { seen }, memo) {
    if (!seen.members) return { kind: 'look', sight: { members: true } };
    const { cluster: left = {} } = capacityAfter(self, cluster, seen.members, memo);
    return { kind: 'undo', writes: [], cluster: left };
  },
  conclude: (self, cluster, members, memo) => capacityAfter(self, cluster, members, memo),
});
