import type { Cluster } from '../../domain/cluster/cluster.ts';
import { listed, whyNotJoin, whyTooMany } from '../../domain/cluster/joining.ts';
import type { Node } from '../../domain/cluster/node.ts';
import { checkSize } from '../../domain/cluster/sizing.ts';
import { countedIn, countedOf } from '../../domain/cluster/standby.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import { refused } from '../../domain/kernel/fault.ts';
import type { App } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { lookUpReference } from '../lookup.ts';
import { fileClusterAction } from './file-cluster-action.ts';

const malformed = (message: string) => refused('request.malformed', message);

export const addNodes =
  (app: App): Clustering['addNodes'] =>
  (caller, text, request) =>
    fileClusterAction(app, caller, text, async (cluster) => {
      const found = await findMembers(app, caller, cluster, request.nodes);
      if (found.missing.length > 0) return refused('reference.not-found', `Nodes not found: ${listed(found.missing)}.`);
      const nodes = distinct(found.nodes);
      const desired = countedIn(cluster) + nodes.length;
      const fault = whyNotJoin(cluster, nodes, 'does') ?? checkSize(cluster, { desired, strict: true }, app.mostNodes);
      if (fault) return { kind: 'refused', fault };
      return { kind: 'file', action: 'CLUSTER_ADD_NODES', inputs: { nodes: nodes.map((n) => n.id) } };
    });

export const deleteNodes =
  (app: App): Clustering['deleteNodes'] =>
  (caller, text, request) =>
    fileClusterAction(app, caller, text, async (cluster) => {
      const found = await findMembers(app, caller, cluster, request.nodes);
      if (found.missing.length > 0) return refused('reference.not-found', `Nodes not found: ${listed(found.missing)}.`);
      const strangers = found.nodes.filter((n) => n.clusterId !== cluster.id);
      if (strangers.length > 0)
        return refused('node.not-member', `Nodes not members of specified cluster: ${listed(strangers.map((n) => n.id))}.`);
      const needed = found.nodes.find((n) => Array.isArray(n.dependents.nodes) && n.dependents.nodes.length > 0);
      if (needed) return refused('resource.in-use', `The node '${needed.id}' cannot be deleted: there are other nodes depending on it.`);
      const candidates = distinct(found.nodes).map((n) => n.id);
      const fault = checkSize(cluster, { desired: countedIn(cluster) - countedOf(cluster, candidates), strict: true }, app.mostNodes);
      if (fault) return { kind: 'refused', fault };
      return {
        kind: 'file',
        action: 'CLUSTER_DEL_NODES',
        inputs: { candidates, count: candidates.length, destroy_after_deletion: request.destroy },
      };
    });

export const replaceNodes =
  (app: App): Clustering['replaceNodes'] =>
  (caller, text, request) =>
    fileClusterAction(app, caller, text, async (cluster) => {
      const pairs = Object.entries(request.nodes);
      const old = await findMembers(
        app,
        caller,
        cluster,
        pairs.map(([from]) => from),
      );
      if (old.missing.length > 0) return refused('reference.not-found', `Original nodes not found: ${listed(old.missing)}.`);
      const fresh = await findMembers(
        app,
        caller,
        cluster,
        pairs.map(([, to]) => to),
      );
      if (fresh.missing.length > 0) return refused('reference.not-found', `Replacement nodes not found: ${listed(fresh.missing)}.`);
      const strangers = old.nodes.filter((n) => n.clusterId !== cluster.id);
      if (strangers.length > 0)
        return refused(
          'node.not-member',
          `The specified nodes ${listed(strangers.map((n) => n.id))} to be replaced are not members of the cluster ${cluster.id}.`,
        );
      const fault = whyNotJoin(cluster, fresh.nodes, 'do');
      if (fault) return { kind: 'refused', fault };
      const twice = fresh.nodes.filter((node, i) => fresh.nodes.findIndex(({ id }) => id === node.id) !== i);
      if (twice.length > 0) return malformed(`Replacement nodes named more than once: ${listed(twice.map((n) => n.id))}.`);
      const many = whyTooMany(cluster.nodes.length + fresh.nodes.length, app.mostNodes);
      if (many) return { kind: 'refused', fault: many };
      const candidates = Object.fromEntries(old.nodes.map((n, i) => [n.id, fresh.nodes[i]?.id ?? '']));
      return { kind: 'file', action: 'CLUSTER_REPLACE_NODES', inputs: { candidates } };
    });

/** The nodes that are meant, in the cluster's project, members or not. */
export async function findMembers(
  app: App,
  caller: Principal,
  { project }: Cluster,
  texts: readonly string[],
): Promise<{ readonly nodes: readonly Node[]; readonly missing: readonly string[] }> {
  const looked = await Promise.all(
    texts.map(async (text) => ({ text, found: await lookUpReference(app.store, caller, 'node', text, project) })),
  );
  return {
    nodes: looked.flatMap(({ found }) => (found.kind === 'ok' ? [found.doc] : [])),
    missing: looked.flatMap(({ text, found }) => (found.kind === 'ok' ? [] : [text])),
  };
}

/** However often each was named. */
const distinct = (nodes: readonly Node[]): readonly Node[] => [...new Map(nodes.map((node) => [node.id, node])).values()];
