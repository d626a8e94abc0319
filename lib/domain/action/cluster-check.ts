import { defineFanOut } from './fan-out.ts';

/** Looks at every member at once. Finding a broken one is success; not being able to tell is not. */
export const clusterCheck = defineFanOut({
  name: 'CLUSTER_CHECK',
  success: 'Cluster checking completed.',
  during: 'CHECKING',
  admit: () => ({ kind: 'go' }),
  stage: (self, stage, cluster) =>
    stage === 0
      ? { kind: 'round', child: 'NODE_CHECK', targets: { from: 'members', positions: [...cluster.nodes.keys()] }, inputs: self.inputs }
      : { kind: 'end' },
});
