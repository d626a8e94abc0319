import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Write } from '../../domain/documents.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { holding } from '../../domain/permission/holding.ts';
import type { App } from '../app.ts';
import type { Clustering, UpdateCluster } from '../clustering.ts';
import { lookUpForUse } from '../lookup.ts';
import { whyTooDear } from '../quotas/dearer-update.ts';
import { beginUse } from '../uses/begin-use.ts';
import { batchInputs } from './batch-inputs.ts';
import { fileClusterAction } from './file-cluster-action.ts';
import { nameProfile } from './see-clusters.ts';

export const updateCluster =
  (app: App): Clustering['updateCluster'] =>
  async (caller, text, request) => {
    const filed = await fileClusterAction(app, caller, text, async (cluster) => {
      if (cluster.status === 'ERROR') return refused('feature.unsupported', 'Updating a cluster in error state is not supported.');
      const changes = await changesOf(app, caller, cluster, request);
      if (changes.kind === 'refused') return changes;
      if (Object.keys(changes.inputs).length === 0) return refused('request.malformed', 'No property needs an update.');
      return { ...changes, action: 'CLUSTER_UPDATE' };
    });
    return filed.kind === 'refused' ? filed : { ...filed, profileName: await nameProfile(app, filed.cluster) };
  };

async function changesOf(
  app: App,
  caller: Principal,
  cluster: Cluster,
  request: UpdateCluster,
): Promise<Refusal | { readonly kind: 'file'; readonly inputs: JsonObject; readonly writes: readonly Write[] }> {
  const { name, metadata, timeout, config, profileOnly } = request;
  const differs = (a: unknown, b: unknown) => a !== undefined && JSON.stringify(a) !== JSON.stringify(b);
  const inputs: JsonObject = {
    ...(name !== undefined && differs(name, cluster.name) && { name }),
    ...(metadata !== undefined && differs(metadata, cluster.metadata) && { metadata }),
    ...(timeout !== undefined && differs(timeout, cluster.timeout) && { timeout }),
    ...(config !== undefined && differs(config, cluster.config) && { config }),
    ...(profileOnly !== undefined && { profile_only: profileOnly }),
  };
  if (request.profile === undefined) return { kind: 'file', inputs, writes: [] };
  const found = await lookUpForUse(app.store, caller, 'profile', request.profile, cluster.project);
  if (found.kind === 'refused') return found;
  if (found.doc.type !== cluster.profileType) {
    return refused('request.malformed', 'Cannot update a cluster to a different profile type, operation aborted.');
  }
  if (found.doc.id === cluster.profileId) return { kind: 'file', inputs, writes: [] };
  const tooDear = profileOnly ? undefined : await whyTooDear(app, cluster, found.doc);
  if (tooDear) return { kind: 'refused', fault: tooDear };
  return {
    kind: 'file',
    inputs: { ...inputs, new_profile_id: found.doc.id, ...batchInputs(request) },
    writes: [holding('profile', found.doc), ...(await beginUse(app.store, cluster.project, found.doc))],
  };
}
