import { byCount, countIn, newSize } from '../cluster/new-size.ts';
import { enlarge } from './enlarging.ts';
import { defineFanOut } from './fan-out.ts';
import { decisionsOf } from './policy-check.ts';

/** Adds as many members as policies say, else `count`, else one. */
export const clusterScaleOut = defineFanOut({
  name: 'CLUSTER_SCALE_OUT',
  success: 'Cluster scaling succeeded.',
  during: 'RESIZING',
  admit(self, cluster, { mostNodes }) {
    const count = decisionsOf(self).creation?.count ?? countIn(self.inputs) ?? 1;
    // None is what best effort comes to outside the bounds: it must not fail there.
    const size = newSize(cluster, byCount(count, count === 0 ? 'effort' : 'strict'), mostNodes);
    if (size.kind === 'refused') return { kind: 'refuse', fault: size.fault };
    return { kind: 'go', cluster: { desiredCapacity: size.desired }, memo: { count } };
  },
  stage: (self, stage, cluster, input, memo, at) => enlarge(self, stage, cluster, input, Number(memo.count), at),
});
