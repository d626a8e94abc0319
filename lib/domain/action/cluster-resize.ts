import type { Cluster } from '../cluster/cluster.ts';
import { newSize, resizeOf } from '../cluster/new-size.ts';
import { enlarge } from './enlarging.ts';
import { defineFanOut } from './fan-out.ts';
import { rememberVictims, shrink, tellSpared } from './resizing.ts';

/** Changes a cluster's bounds, its size, or both in one go. */
export const clusterResize = defineFanOut({
  name: 'CLUSTER_RESIZE',
  success: 'Cluster resize succeeded.',
  during: 'RESIZING',
  admit(self, cluster, { seen, mostNodes }) {
    const asked = resizeOf(self);
    const size = newSize(cluster, asked, mostNodes);
    if (size.kind === 'refused') return { kind: 'refuse', fault: size.fault };
    const { change, desired } = size;
    if (change < 0 && !seen.members) return { kind: 'look', sight: { members: true } };
    const bounds: Partial<Cluster> = {
      desiredCapacity: desired,
      ...(asked.minSize !== undefined && { minSize: asked.minSize }),
      ...(asked.maxSize !== undefined && { maxSize: asked.maxSize }),
    };
    if (change >= 0) return { kind: 'go', cluster: bounds, memo: { count: change } };
    const memo = rememberVictims(self, cluster, seen.members ?? [], -change);
    return { kind: 'go', cluster: bounds, memo, ...tellSpared(-change, memo) };
  },
  stage: (self, stage, cluster, input, memo, at) =>
    'victims' in memo ? shrink(self, stage, cluster, memo) : enlarge(self, stage, cluster, input, Number(memo.count), at),
});
