import { byCount, countIn, newSize } from '../cluster/new-size.ts';
import { countedIn } from '../cluster/standby.ts';
import { defineFanOut } from './fan-out.ts';
import { decisionsOf } from './policy-check.ts';
import { intoPool } from './pool-stages.ts';
import { rememberVictims, shrink, tellSpared } from './resizing.ts';

/** Removes as many members as policies say, else `count`, else one, and never more than there are. */
export const clusterScaleIn = defineFanOut({
  name: 'CLUSTER_SCALE_IN',
  success: 'Cluster scaling succeeded.',
  during: 'RESIZING',
  admit(self, cluster, { seen, mostNodes }) {
    if (!seen.members) return { kind: 'look', sight: { members: true } };
    const count = Math.min(decisionsOf(self).deletion?.count ?? countIn(self.inputs) ?? 1, countedIn(cluster));
    const size = newSize(cluster, byCount(-count, count === 0 ? 'effort' : 'strict'), mostNodes);
    if (size.kind === 'refused') return { kind: 'refuse', fault: size.fault };
    const memo = rememberVictims(self, cluster, seen.members, count);
    return { kind: 'go', cluster: { desiredCapacity: size.desired }, memo, ...tellSpared(count, memo) };
  },
  stage: (self, stage, cluster, _, memo) => shrink(self, stage, cluster, memo, true, intoPool(cluster)),
});
