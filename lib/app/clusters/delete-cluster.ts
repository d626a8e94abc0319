import type { ClusterStatus } from '../../domain/cluster/cluster.ts';
import { refused } from '../../domain/kernel/fault.ts';
import type { App } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { fileClusterAction } from './file-cluster-action.ts';

const BUSY: ReadonlySet<ClusterStatus> = new Set<ClusterStatus>(['CREATING', 'UPDATING', 'DELETING', 'RECOVERING']);

/** Forced, it asks whatever works on the cluster to stop and goes next. */
export const deleteCluster =
  (app: App): Clustering['deleteCluster'] =>
  (caller, text, { force }) =>
    fileClusterAction(app, caller, text, (cluster) => {
      const dependents = cluster.dependents['profiles'];
      if (Array.isArray(dependents) && dependents.length > 0) {
        return refused(
          'resource.in-use',
          `The cluster '${text}' cannot be deleted: still referenced by profile(s): ${dependents.join(', ')}.`,
        );
      }
      if (!force && BUSY.has(cluster.status)) return refused('action.in-progress', `The cluster '${text}' is in status ${cluster.status}.`);
      return { kind: 'file', action: 'CLUSTER_DELETE', inputs: {}, force };
    });
