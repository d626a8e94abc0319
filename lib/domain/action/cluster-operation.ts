import { defineFanOut } from './fan-out.ts';
import { idsIn } from './node-inputs.ts';
import { positionsOf } from './resizing.ts';

/** Does one operation of the profile type on the members that were picked when it was asked for. */
export const clusterOperation = defineFanOut({
  name: 'CLUSTER_OPERATION',
  success: 'Cluster operation succeeded.',
  during: 'OPERATING',
  admit: () => ({ kind: 'go' }),
  stage(self, stage, cluster) {
    if (stage > 0) return { kind: 'end' };
    const { operation = null, params = {} } = self.inputs;
    return {
      kind: 'round',
      child: 'NODE_OPERATION',
      targets: { from: 'members', positions: positionsOf(cluster, idsIn(self, 'nodes')) },
      inputs: { operation, params },
    };
  },
});
