import { permanent } from '../kernel/fault.ts';
import { defineFanOut } from './fan-out.ts';
import { grow } from './resizing.ts';

/** Fills a new cluster. Nodes that came up stay when others did not: the cluster's status tells. */
export const clusterCreate = defineFanOut({
  name: 'CLUSTER_CREATE',
  success: 'Cluster creation succeeded.',
  during: 'CREATING',
  admit: (_, cluster) =>
    cluster.status === 'INIT'
      ? { kind: 'go' }
      : { kind: 'refuse', fault: permanent('cluster.status', `The cluster '${cluster.name}' is not in status INIT.`) },
  stage: (self, stage, cluster, _, __, at) => grow(self, stage, cluster, cluster.desiredCapacity, at),
  conclude: (self, cluster, _, __, failure) =>
    failure ? {} : { cluster: { createdAt: cluster.createdAt ?? cluster.updatedAt ?? self.startedAt ?? cluster.initAt } },
});
