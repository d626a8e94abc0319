import type { Cluster } from '../../domain/cluster/cluster.ts';
import { type Process, resume, type Suspension, suspend } from '../../domain/cluster/suspension.ts';
import { reviewed } from '../../domain/health/round.ts';
import type { App } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { markCluster } from './mark-cluster.ts';

/** Stops what a cluster does by itself, some of it or, when nothing is named, all of it and changes by hand too. What has begun goes on to its end. */
export const suspendCluster =
  (app: App): Clustering['suspendCluster'] =>
  (caller, text, { processes = [], reason = '' }) =>
    markCluster(app, caller, text, 'CLUSTER_SUSPEND', (cluster) => ({
      kind: 'mark',
      inputs: { ...named(processes), ...(reason !== '' && { reason }) },
      cluster: { ...cluster, suspended: suspend(cluster.suspended, processes, reason, app.clock.now()) },
    }));

/**
 * Lets it all, or what is named, go on: the cluster is as it was. What is not suspended may be resumed too, and is left alone. Its members are looked at,
 * since nobody has listened to what was told of them meanwhile.
 */
export const resumeCluster =
  (app: App): Clustering['resumeCluster'] =>
  (caller, text, { processes = [] }) =>
    markCluster(app, caller, text, 'CLUSTER_RESUME', async (cluster) => {
      const watch = await app.store.get('watch', cluster);
      return {
        kind: 'mark',
        inputs: named(processes),
        cluster: withSuspension(cluster, resume(cluster.suspended, processes)),
        writes: watch?.enabled ? [{ put: 'watch', doc: reviewed(watch, app.clock.now()) }] : [],
      };
    });

const named = (processes: readonly Process[]) => (processes.length > 0 ? { processes } : {});

function withSuspension({ suspended: _, ...cluster }: Cluster, suspended: Suspension | undefined): Cluster {
  return suspended ? { ...cluster, suspended } : cluster;
}
