import type { Node } from '../../domain/cluster/node.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { findProfileType } from '../../domain/profile/catalogue.ts';
import { checkOperation } from '../../domain/profile/operation.ts';
import type { App } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { fileClusterAction } from './file-cluster-action.ts';

const FILTERS: { readonly [name: string]: (node: Node) => string } = {
  name: (n) => n.name,
  profile_id: (n) => n.profileId,
  status: (n) => n.status,
  role: (n) => n.role,
};

/** Does an operation on the members that pass the filters: those as they are now, not those that will pass later. */
export const operateCluster =
  (app: App): Clustering['operateCluster'] =>
  (caller, text, { operation, params, filters }) =>
    fileClusterAction(app, caller, text, async (cluster) => {
      const type = findProfileType(cluster.profileType);
      if (!type) return refused('profile-type.not-found', `The profile_type '${cluster.profileType}' could not be found.`);
      const checked = checkOperation(type, operation, params);
      if (checked.kind === 'fault') return { kind: 'refused', fault: checked.fault };

      const unknown = Object.keys(filters).find((name) => !(name in FILTERS));
      if (unknown !== undefined) return refused('request.malformed', `Filter key '${unknown}' is unsupported.`);
      const members = await app.store.getMany(
        'node',
        cluster.nodes.map((id) => ({ project: cluster.project, id })),
      );
      const picked = members.filter((node) => Object.entries(filters).every(([name, value]) => FILTERS[name]?.(node) === value));
      if (picked.length === 0) return refused('request.malformed', 'No node (matching the filter) could be found.');
      return { kind: 'file', action: 'CLUSTER_OPERATION', inputs: { operation, params: checked.params, nodes: picked.map((n) => n.id) } };
    });
