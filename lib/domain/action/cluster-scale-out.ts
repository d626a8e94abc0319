import { checkSize } from '../cluster/sizing.ts';
import { defineFanOut } from './fan-out.ts';
import { grow } from './resizing.ts';

/** Adds `count` members, one when nobody said how many. */
export const clusterScaleOut = defineFanOut({
  name: 'CLUSTER_SCALE_OUT',
  success: 'Cluster scaling succeeded.',
  during: 'RESIZING',
  admit(self, cluster, { mostNodes }) {
    const count = typeof self.inputs['count'] === 'number' ? self.inputs['count'] : 1;
    const desiredCapacity = cluster.nodes.length + count;
    const fault = checkSize(cluster, { desired: desiredCapacity, strict: true }, mostNodes);
    return fault ? { kind: 'refuse', fault } : { kind: 'go', cluster: { desiredCapacity }, memo: { count } };
  },
  stage: (self, stage, cluster, _, memo, at) => (stage === 0 ? grow(self, stage, cluster, Number(memo['count']), at) : { kind: 'end' }),
});
