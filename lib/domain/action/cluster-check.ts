import { defineFanOut } from './fan-out.ts';
import { lookedAfter } from './resizing.ts';

/** Looks at every member at once that is not suspended. Finding a broken one is success; not being able to tell is not. */
export const clusterCheck = defineFanOut({
  name: 'CLUSTER_CHECK',
  success: 'Cluster checking completed.',
  during: 'CHECKING',
  sees: () => ({ watch: true }),
  admit: () => ({ kind: 'go' }),
  stage(self, stage, cluster, { seen }) {
    if (stage > 0) return { kind: 'end' };
    if (!seen.members) return { kind: 'look', sight: { members: true } };
    return {
      kind: 'round',
      child: 'NODE_CHECK',
      targets: { from: 'members', positions: lookedAfter(cluster, seen.members) },
      inputs: self.inputs,
    };
  },
});
