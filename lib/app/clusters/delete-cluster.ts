import type { ClusterStatus } from '../../domain/cluster/cluster.ts';
import { refused } from '../../domain/kernel/fault.ts';
import type { App } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { forgetReceivers, withoutReceivers } from '../receivers/forget-receivers.ts';
import { fileClusterAction } from './file-cluster-action.ts';

const BUSY: ReadonlySet<ClusterStatus> = new Set<ClusterStatus>(['CREATING', 'UPDATING', 'DELETING', 'RECOVERING']);

/** Forced, it asks whatever works on the cluster to stop and goes next. What could still call for it goes at once. */
export const deleteCluster =
  (app: App): Clustering['deleteCluster'] =>
  async (caller, text, { force }) => {
    const filed = await fileClusterAction(app, caller, text, async (cluster) => {
      const dependents = cluster.dependents.profiles;
      if (Array.isArray(dependents) && dependents.length > 0) {
        return refused(
          'resource.in-use',
          `The cluster '${text}' cannot be deleted: still referenced by profile(s): ${dependents.join(', ')}.`,
        );
      }
      if (!force && BUSY.has(cluster.status)) return refused('action.in-progress', `The cluster '${text}' is in status ${cluster.status}.`);
      return {
        kind: 'file',
        action: 'CLUSTER_DELETE',
        inputs: force ? { force } : {},
        force,
        writes: await withoutReceivers(app, cluster),
      };
    });
    if (filed.kind === 'ok') await forgetReceivers(app, filed.cluster);
    return filed;
  };
