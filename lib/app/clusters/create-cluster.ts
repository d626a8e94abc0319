import { checkSize } from '../../domain/cluster/sizing.ts';
import { holding } from '../../domain/permission/holding.ts';
import { type App, newId, untilCommitted } from '../app.ts';
import type { Clustering, CreateCluster } from '../clustering.ts';
import { fileAction } from '../engine/file-action.ts';
import { uponCluster } from '../engine/upon-cluster.ts';
import { lookUpForUse } from '../lookup.ts';
import { beginUse } from '../uses/begin-use.ts';
import { newCluster } from './new-cluster.ts';

export const createCluster =
  (app: App): Clustering['createCluster'] =>
  (caller, request) =>
    untilCommitted(async () => {
      const found = await lookUpForUse(app.store, caller, 'profile', request.profile);
      if (found.kind === 'refused') return found;
      const profile = found.doc;

      const { minSize = 0, maxSize = -1, desiredCapacity = minSize } = sizesOf(request);
      const fault = checkSize(
        { minSize, maxSize, desiredCapacity },
        { desired: desiredCapacity, minSize, maxSize, strict: true },
        app.mostNodes,
      );
      if (fault) return { kind: 'refused', fault };

      const cluster = newCluster(app, caller, profile, {
        ...request,
        minSize,
        maxSize,
        desiredCapacity,
        ...(request.desiredCapacity !== undefined && { declared: { user: caller.userId, number: request.desiredCapacity } }),
      });
      const filed = await fileAction(app, {
        action: uponCluster(cluster, { id: newId(app), user: cluster.user, action: 'CLUSTER_CREATE', inputs: {} }),
        cluster,
        writes: [holding('profile', profile), ...(await beginUse(app.store, cluster.project, profile))],
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
