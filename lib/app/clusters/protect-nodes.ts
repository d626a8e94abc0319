import { listed } from '../../domain/cluster/joining.ts';
import type { Write } from '../../domain/documents.ts';
import { refused } from '../../domain/kernel/fault.ts';
import type { App } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { findMembers } from './change-members.ts';
import { markCluster } from './mark-cluster.ts';

/** As many as Auto Scaling takes, and as one commit holds. */
const MOST_AT_ONCE = 50;

/** Protects members from being chosen when the cluster shrinks, or no longer. Holds for the next choice: what has been chosen already goes. */
export const protectNodes =
  (app: App): Clustering['protectNodes'] =>
  (caller, text, request) =>
    markCluster(app, caller, text, request.protect ? 'CLUSTER_PROTECT_NODES' : 'CLUSTER_UNPROTECT_NODES', async (cluster) => {
      if (request.nodes.length > MOST_AT_ONCE) {
        return refused('request.malformed', `Value for 'nodes' must have at most ${MOST_AT_ONCE} item(s).`);
      }
      const { nodes, missing } = await findMembers(app, caller, cluster, request.nodes);
      if (missing.length > 0) return refused('reference.not-found', `Nodes not found: ${listed(missing)}.`);
      const strangers = nodes.filter(({ clusterId }) => clusterId !== cluster.id);
      if (strangers.length > 0) {
        return refused('node.not-member', `Nodes not members of specified cluster: ${listed(strangers.map(({ id }) => id))}.`);
      }
      const changing = nodes.filter((node) => (node.protected ?? false) !== request.protect);
      return {
        kind: 'mark',
        inputs: { nodes: nodes.map(({ id }) => id) },
        cluster,
        writes: changing.map((node): Write => ({ put: 'node', doc: { ...node, protected: request.protect } })),
      };
    });
