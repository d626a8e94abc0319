import type { Cluster } from '../cluster/cluster.ts';
import { type Adjustment, checkSize, clamp, target } from '../cluster/sizing.ts';
import type { Action } from './action.ts';
import { defineFanOut } from './fan-out.ts';
import { grow, rememberVictims, shrink } from './resizing.ts';

/** Changes a cluster's bounds, its size, or both in one go. */
export const clusterResize = defineFanOut({
  name: 'CLUSTER_RESIZE',
  success: 'Cluster resize succeeded.',
  during: 'RESIZING',
  admit(self, cluster, { seen, mostNodes }) {
    const asked = resizeOf(self);
    const current = cluster.nodes.length;
    const aim = asked.adjustment && target(current, asked.adjustment);
    const desired = aim === undefined || asked.strict ? aim : clamp(aim, cluster, asked, mostNodes);
    const fault = checkSize(cluster, { ...asked, desired }, mostNodes);
    if (fault) return { kind: 'refuse', fault };

    // Bounds alone move the size only where `strict: false` lets them.
    const size = desired ?? (asked.strict ? cluster.desiredCapacity : clamp(cluster.desiredCapacity, cluster, asked, mostNodes));
    const change = size - current;
    if (change < 0 && !seen.members) return { kind: 'look', sight: { members: true } };
    const bounds: Partial<Cluster> = {
      desiredCapacity: size,
      ...(asked.minSize !== undefined && { minSize: asked.minSize }),
      ...(asked.maxSize !== undefined && { maxSize: asked.maxSize }),
    };
    const memo = change < 0 ? rememberVictims(cluster, seen.members ?? [], -change, self.id) : { count: change };
    return { kind: 'go', cluster: bounds, memo };
  },
  stage(self, stage, cluster, _, memo, at) {
    if ('victims' in memo) return shrink(stage, cluster, memo);
    const count = Number(memo['count']);
    return stage === 0 && count > 0 ? grow(self, stage, cluster, count, at) : { kind: 'end' };
  },
});

type Asked = {
  readonly adjustment?: Adjustment | undefined;
  readonly minSize?: number | undefined;
  readonly maxSize?: number | undefined;
  readonly strict: boolean;
};

/** The request as an action's inputs carry it; each field was checked when it was filed. */
export function resizeOf({ inputs }: Pick<Action, 'inputs'>): Asked {
  const number = (key: string) => (typeof inputs[key] === 'number' ? inputs[key] : undefined);
  const type = inputs['adjustment_type'];
  const amount = number('number');
  const known = type === 'EXACT_CAPACITY' || type === 'CHANGE_IN_CAPACITY' || type === 'CHANGE_IN_PERCENTAGE' ? type : undefined;
  return {
    adjustment: known && amount !== undefined ? { type: known, number: amount, minStep: number('min_step') } : undefined,
    minSize: number('min_size'),
    maxSize: number('max_size'),
    strict: inputs['strict'] !== false,
  };
}
