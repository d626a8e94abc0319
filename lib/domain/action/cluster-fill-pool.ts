import { isWarm, poolChange } from '../cluster/pool-size.ts';
import { defineFanOut } from './fan-out.ts';
import { positionsOf } from './resizing.ts';
import { newNodes } from './round.ts';

/** Brings a cluster's pool to the size that it is to have: away with what is too much or broken in it, then new ones. A pool that is taken down is gone with the last. */
export const clusterFillPool = defineFanOut({
  name: 'CLUSTER_FILL_POOL',
  success: 'The pool has what it is to have.',
  admit(_, cluster, { seen, mostNodes }) {
    if (!seen.members) return { kind: 'look', sight: { members: true } };
    const mine = seen.members.filter((node) => node.clusterId === cluster.id);
    const { surplus, missing } = poolChange(cluster, mine, mostNodes);
    return { kind: 'go', memo: { victims: positionsOf(cluster, surplus), missing, most: mostNodes } };
  },
  stage(self, stage, cluster, _, memo, at) {
    const victims = Array.isArray(memo.victims) ? memo.victims.map(Number) : [];
    // Who was to make room may not have gone.
    const room = Number(memo.most ?? Number.POSITIVE_INFINITY) - cluster.nodes.length;
    const missing = Math.max(0, Math.min(Number(memo.missing ?? 0), room));
    if (stage === 0) return { kind: 'round', child: 'NODE_DELETE', targets: { from: 'members', positions: victims }, tolerant: true };
    if (stage > 1 || missing === 0 || !cluster.pool) return { kind: 'end' };
    const nodes = newNodes(self.id, stage, missing, at);
    return {
      kind: 'round',
      child: 'NODE_CREATE',
      targets: { from: 'new', count: missing, firstIndex: cluster.nextIndex },
      inputs: { warm: cluster.pool.state },
      cluster: {
        nodes: [...cluster.nodes, ...nodes],
        aside: [...(cluster.aside ?? []), ...nodes],
        nextIndex: cluster.nextIndex + missing,
      },
    };
  },
  conclude: (_, { pool }, members) => (pool?.draining && !members.some(isWarm) ? { cluster: { pool: null } } : {}),
});
