import { isJsonObject } from '../kernel/json.ts';
import type { Action } from './action.ts';
import { defineFanOut } from './fan-out.ts';
import { positionsOf } from './resizing.ts';

/** Swaps members for orphans: all the new ones join before any old one leaves, so that capacity never falls below what it was. */
export const clusterReplaceNodes = defineFanOut({
  name: 'CLUSTER_REPLACE_NODES',
  success: 'Completed replacing nodes.',
  admit: () => ({ kind: 'go' }),
  stage(self, stage, cluster) {
    const pairs = pairsOf(self);
    if (stage === 0) {
      const ids = pairs.map(([, fresh]) => fresh);
      return {
        kind: 'round',
        child: 'NODE_JOIN',
        targets: { from: 'orphans', ids, firstIndex: cluster.nextIndex },
        cluster: { nodes: [...cluster.nodes, ...ids], nextIndex: cluster.nextIndex + ids.length },
      };
    }
    if (stage === 1)
      return {
        kind: 'round',
        child: 'NODE_LEAVE',
        targets: {
          from: 'members',
          positions: positionsOf(
            cluster,
            pairs.map(([old]) => old),
          ),
        },
      };
    return { kind: 'end' };
  },
});

function pairsOf({ inputs }: Action): [string, string][] {
  const candidates = inputs['candidates'];
  return isJsonObject(candidates)
    ? Object.entries(candidates).flatMap(([old, fresh]) => (typeof fresh === 'string' ? [[old, fresh]] : []))
    : [];
}
