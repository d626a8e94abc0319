import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { App } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { lookUpForUse } from '../lookup.ts';
import { beginUse } from '../uses/begin-use.ts';
import { boundPolicy } from './bound-policy.ts';
import { fileClusterAction } from './file-cluster-action.ts';

export const attachPolicy =
  (app: App): Clustering['attachPolicy'] =>
  (caller, text, { policy, enabled }) =>
    fileClusterAction(app, caller, text, async (cluster) => {
      const found = await lookUpForUse(app.store, caller, 'policy', policy, cluster.project);
      if (found.kind === 'refused') return found;
      const writes = await beginUse(app.store, cluster.project, found.doc);
      return { kind: 'file', action: 'CLUSTER_ATTACH_POLICY', inputs: { policy_id: found.doc.id, enabled }, writes, policies: [found.doc] };
    });

export const detachPolicy =
  (app: App): Clustering['detachPolicy'] =>
  (caller, text, { policy }) =>
    fileClusterAction(app, caller, text, async (cluster) => {
      const found = await attached(app, caller, text, cluster, policy);
      return found.kind === 'refused' ? found : { kind: 'file', action: 'CLUSTER_DETACH_POLICY', inputs: { policy_id: found.id } };
    });

export const updateBinding =
  (app: App): Clustering['updateBinding'] =>
  (caller, text, { policy, enabled }) =>
    fileClusterAction(app, caller, text, async (cluster) => {
      const found = await attached(app, caller, text, cluster, policy);
      if (found.kind === 'refused') return found;
      return { kind: 'file', action: 'CLUSTER_UPDATE_POLICY', inputs: { policy_id: found.id, ...(enabled !== undefined && { enabled }) } };
    });

async function attached(
  app: App,
  caller: Principal,
  text: string,
  cluster: Cluster,
  policy: string,
): Promise<Refusal | { readonly kind: 'ok'; readonly id: string }> {
  const found = await boundPolicy(app, caller, cluster, policy);
  if (found.kind === 'refused' || found.binding) return found;
  return refused('request.malformed', `The policy '${policy}' is not attached to the specified cluster '${text}'.`);
}
