import { checkSize } from '../cluster/sizing.ts';
import { permanent } from '../kernel/fault.ts';
import { defineFanOut } from './fan-out.ts';
import { idsIn } from './node-inputs.ts';

/** Takes orphans in. What was true when it was asked for is asked again, now that the cluster is ours. */
export const clusterAddNodes = defineFanOut({
  name: 'CLUSTER_ADD_NODES',
  success: 'Completed adding nodes.',
  sees: (self) => ({ nodes: idsIn(self, 'nodes') }),
  admit(self, cluster, { seen, mostNodes }) {
    const ids = idsIn(self, 'nodes');
    const nodes = seen.nodes ?? [];
    const missing = ids.filter((id) => !nodes.some((n) => n.id === id));
    const owned = nodes.filter((n) => n.clusterId !== '');
    const strangers = nodes.filter((n) => n.profileType !== cluster.profileType);
    const idle = nodes.filter((n) => n.status !== 'ACTIVE');
    const list = (of: readonly string[]) => `[${of.map((id) => `'${id}'`).join(', ')}]`;
    const wrong =
      missing.length > 0
        ? `Nodes not found: ${list(missing)}.`
        : owned.length > 0
          ? `Nodes ${list(owned.map((n) => n.id))} already owned by some cluster.`
          : strangers.length > 0
            ? `Profile type of nodes ${list(strangers.map((n) => n.id))} does not match that of the cluster.`
            : idle.length > 0
              ? `Nodes are not ACTIVE: ${list(idle.map((n) => n.id))}.`
              : undefined;
    const fault =
      wrong === undefined
        ? checkSize(cluster, { desired: cluster.nodes.length + ids.length, strict: true }, mostNodes)
        : permanent('request.malformed', wrong);
    return fault ? { kind: 'refuse', fault } : { kind: 'go', memo: { before: cluster.nodes.length } };
  },
  stage(self, stage, cluster) {
    if (stage > 0) return { kind: 'end' };
    const ids = idsIn(self, 'nodes');
    return {
      kind: 'round',
      child: 'NODE_JOIN',
      targets: { from: 'orphans', ids, firstIndex: cluster.nextIndex },
      cluster: { nodes: [...cluster.nodes, ...ids], nextIndex: cluster.nextIndex + ids.length },
    };
  },
  conclude(self, cluster, members, memo) {
    const added = idsIn(self, 'nodes').filter((id) => members.some((m) => m.id === id));
    return memo['before'] === undefined
      ? {}
      : { cluster: { desiredCapacity: cluster.desiredCapacity + added.length }, outputs: { nodes_added: added } };
  },
});
