import { bornMetadata, bornProtected } from '../../domain/cluster/node.ts';
import { nodeName } from '../../domain/cluster/node-name.ts';
import { checkSize } from '../../domain/cluster/sizing.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { seconds } from '../../domain/kernel/time.ts';
import { holding } from '../../domain/permission/holding.ts';
import { reachOf } from '../../domain/quota/counts.ts';
import { type App, newId, untilCommitted } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { fileAction } from '../engine/file-action.ts';
import { lookUpForUse, lookUpReference } from '../lookup.ts';
import { beginUse } from '../uses/begin-use.ts';
import { creationOf, newNode } from './new-node.ts';

/**
 * A node by itself, or in a cluster: there it gets its index and a name by the cluster's format at once, whatever else goes on in the
 * cluster. It counts from when it is made; whether it is more than the cluster may have the action finds out.
 */
export const createNode =
  (app: App): Clustering['createNode'] =>
  (caller, request) =>
    untilCommitted(async () => {
      const found = await lookUpForUse(app.store, caller, 'profile', request.profile);
      if (found.kind === 'refused') return found;
      const profile = found.doc;
      const wanted = request.cluster ? await lookUpReference(app.store, caller, 'cluster', request.cluster) : undefined;
      if (wanted?.kind === 'refused') return wanted;
      const before = wanted?.doc;
      if (before && before.profileType !== profile.type) {
        return refused('request.malformed', 'Node and cluster have different profile type, operation aborted.');
      }
      if (before?.status === 'DELETING')
        return refused('action.in-progress', `The cluster '${before.name}' is in status ${before.status}.`);
      const fault = before && checkSize(before, { desired: reachOf(before) + 1, strict: false }, app.mostNodes);
      if (fault) return { kind: 'refused', fault };
      const id = newId(app);
      const cluster = before && {
        ...before,
        nodes: [...before.nodes, id],
        aside: [...(before.aside ?? []), id],
        nextIndex: before.nextIndex + 1,
      };
      const node = {
        ...newNode(id, request.name, caller, profile, app.clock.now()),
        role: request.role ?? '',
        metadata: { ...bornMetadata(before), ...request.metadata },
        ...((request.protected ?? bornProtected(before)) && { protected: true }),
        ...(before && {
          name: nodeName(before.config['node.name.format'], before.nextIndex, id),
          clusterId: before.id,
          index: before.nextIndex,
          added: true as const,
        }),
      };
      const filed = await fileAction(app, {
        action: creationOf(newId(app), node, caller.userId, seconds(before?.timeout ?? app.defaultTimeout)),
        node,
        cluster,
        ...(caller.insists && { insists: true }),
        writes: [holding('profile', profile), ...(await beginUse(app.store, node.project, profile))],
      });
      return filed === 'stale' || filed.kind === 'refused'
        ? filed
        : { kind: 'ok', node, profileName: profile.name, actionId: filed.actionId };
    });
