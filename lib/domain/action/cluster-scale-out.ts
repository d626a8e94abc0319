import { byCount, countIn, newSize } from '../cluster/new-size.ts';
import { defineFanOut } from './fan-out.ts';
import { decisionsOf } from './policy-check.ts';
import { growFromPool, looksIntoPool, takenFromPool } from './pool-stages.ts';

/** Adds as many members as policies say, else `count`, else one. */
export const clusterScaleOut = defineFanOut({
  name: 'CLUSTER_SCALE_OUT',
  success: 'Cluster scaling succeeded.',
  during: 'RESIZING',
  admit(self, cluster, input) {
    const { mostNodes } = input;
    const count = decisionsOf(self).creation?.count ?? countIn(self.inputs) ?? 1;
    // None is what best effort comes to outside the bounds: it must not fail there.
    const size = newSize(cluster, byCount(count, count === 0 ? 'effort' : 'strict'), mostNodes);
    if (size.kind === 'refused') return { kind: 'refuse', fault: size.fault };
    if (looksIntoPool(cluster, input, count)) return { kind: 'look', sight: { members: true } };
    return { kind: 'go', cluster: { desiredCapacity: size.desired }, memo: takenFromPool(cluster, input, count) };
  },
  stage: growFromPool,
});
