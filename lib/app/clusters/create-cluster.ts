import type { Cluster } from '../../domain/cluster/cluster.ts';
import { unlocked } from '../../domain/cluster/lock.ts';
import { checkSize } from '../../domain/cluster/sizing.ts';
import { seconds } from '../../domain/kernel/time.ts';
import { type App, newId, untilCommitted } from '../app.ts';
import type { Clustering, CreateCluster } from '../clustering.ts';
import { fileAction } from '../engine/file-action.ts';
import { lookUpReference } from '../lookup.ts';

export const createCluster =
  (app: App): Clustering['createCluster'] =>
  (caller, request) =>
    untilCommitted(async () => {
      const found = await lookUpReference(app.store, caller, 'profile', request.profile);
      if (found.kind === 'refused') return found;
      const profile = found.doc;

      const { minSize = 0, maxSize = -1, desiredCapacity = minSize } = sizesOf(request);
      const fault = checkSize(
        { minSize, maxSize, desiredCapacity },
        { desired: desiredCapacity, minSize, maxSize, strict: true },
        app.mostNodes,
      );
      if (fault) return { kind: 'refused', fault };

      const now = app.clock.now();
      const cluster: Cluster = {
        id: newId(app),
        project: caller.projectId,
        user: caller.userId,
        domain: null,
        name: request.name,
        profileId: profile.id,
        profileType: profile.type,
        minSize,
        maxSize,
        desiredCapacity,
        timeout: seconds(request.timeout || app.defaultTimeout),
        status: 'INIT',
        statusReason: 'Initializing',
        metadata: request.metadata ?? {},
        config: request.config ?? {},
        data: {},
        dependents: {},
        nodes: [],
        bindings: [],
        nextIndex: 1,
        initAt: now,
        createdAt: null,
        updatedAt: null,
        lock: unlocked,
        version: 0,
      };
      const filed = await fileAction(app, {
        action: {
          id: newId(app),
          project: cluster.project,
          user: cluster.user,
          action: 'CLUSTER_CREATE',
          target: cluster.id,
          targetName: cluster.name,
          clusterId: cluster.id,
          inputs: {},
          timeout: cluster.timeout,
        },
        cluster,
        writes: [{ check: 'profile', doc: profile }],
      });
      return filed === 'stale' || filed.kind === 'refused'
        ? filed
        : { kind: 'ok', cluster, profileName: profile.name, actionId: filed.actionId };
    });

/** 0 as an upper bound means none, as in Senlin. */
const sizesOf = ({ minSize, maxSize, desiredCapacity }: CreateCluster) => ({
  minSize,
  maxSize: maxSize === 0 ? -1 : maxSize,
  desiredCapacity,
});
