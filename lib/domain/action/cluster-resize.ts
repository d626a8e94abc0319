import type { Cluster } from '../cluster/cluster.ts';
import { newSize, resizeOf } from '../cluster/new-size.ts';
import { defineFanOut } from './fan-out.ts';
import { growFromPool, intoPool, looksIntoPool, takenFromPool } from './pool-stages.ts';
import { rememberVictims, shrink, tellSpared } from './resizing.ts';

/** Changes a cluster's bounds, its size, or both in one go. */
export const clusterResize = defineFanOut({
  name: 'CLUSTER_RESIZE',
  success: 'Cluster resize succeeded.',
  during: 'RESIZING',
  admit(self, cluster, input) {
    const { seen, mostNodes } = input;
    const asked = resizeOf(self);
    const size = newSize(cluster, asked, mostNodes);
    if (size.kind === 'refused') return { kind: 'refuse', fault: size.fault };
    const { change, desired } = size;
    if ((change < 0 && !seen.members) || looksIntoPool(cluster, input, change)) return { kind: 'look', sight: { members: true } };
    const bounds: Partial<Cluster> = {
      desiredCapacity: desired,
      ...(asked.minSize !== undefined && { minSize: asked.minSize }),
      ...(asked.maxSize !== undefined && { maxSize: asked.maxSize }),
    };
    if (change >= 0) return { kind: 'go', cluster: bounds, memo: takenFromPool(cluster, input, change) };
    const memo = rememberVictims(self, cluster, seen.members ?? [], -change);
    return { kind: 'go', cluster: bounds, memo, ...tellSpared(-change, memo) };
  },
  stage: (self, stage, cluster, input, memo, at) =>
    'victims' in memo ? shrink(self, stage, cluster, memo, true, intoPool(cluster)) : growFromPool(self, stage, cluster, input, memo, at),
});
