import { permanent } from '../kernel/fault.ts';
import { isBalancing, razeNext } from './balancer-stages.ts';
import { defineFanOut } from './fan-out.ts';
import { disbandNext } from './group-stages.ts';
import { shrink } from './resizing.ts';

/**
 * Removes every member, then the cluster. Whatever would not go stays, with the cluster to find it by, and its policies: they are what the
 * members leave by.
 */
export const clusterDelete = defineFanOut({
  name: 'CLUSTER_DELETE',
  success: 'Cluster deletion succeeded.',
  during: 'DELETING',
  sees: () => ({ watch: true }),
  admit: (_, cluster, { seen }) => ({
    kind: 'go',
    memo: { victims: cluster.nodes.map((_id, position) => position) },
    ...(seen.watch && { writes: [{ remove: 'watch', doc: seen.watch }] }),
  }),
  stage(self, stage, cluster, input, memo) {
    const next = shrink(self, stage, cluster, memo);
    if (next.kind !== 'end') return next;
    const razed = Number(memo.razed ?? 0);
    const balancers = cluster.bindings.filter(({ policyType }) => isBalancing(policyType)).length;
    return razed < balancers ? razeNext(self, cluster, input, razed) : disbandNext(self, cluster, razed - balancers);
  },
  answered: (_, __, ___, ____, memo) => ({ memo: { razed: Number(memo.razed ?? 0) + 1 } }),
  bears: (self) => self.inputs.force === true,
  conclude(_, cluster, members, __, failure) {
    if (members.length === 0 && !failure) return { cluster: 'removed' };
    return {
      fault: failure ?? permanent('cluster.members', `${members.length} nodes of the cluster '${cluster.name}' could not be deleted.`),
    };
  },
});
