import { checkSize } from '../cluster/sizing.ts';
import { defineFanOut } from './fan-out.ts';
import { rememberVictims, shrink } from './resizing.ts';

/** Removes `count` members, one when nobody said how many, and never more than there are. */
export const clusterScaleIn = defineFanOut({
  name: 'CLUSTER_SCALE_IN',
  success: 'Cluster scaling succeeded.',
  during: 'RESIZING',
  admit(self, cluster, { seen, mostNodes }) {
    if (!seen.members) return { kind: 'look', sight: { members: true } };
    const asked = typeof self.inputs['count'] === 'number' ? self.inputs['count'] : 1;
    const count = Math.min(asked, cluster.nodes.length);
    const desiredCapacity = cluster.nodes.length - count;
    const fault = checkSize(cluster, { desired: desiredCapacity, strict: true }, mostNodes);
    if (fault) return { kind: 'refuse', fault };
    return { kind: 'go', cluster: { desiredCapacity }, memo: rememberVictims(cluster, seen.members, count, self.id) };
  },
  stage: (_, stage, cluster, __, memo) => shrink(stage, cluster, memo),
});
