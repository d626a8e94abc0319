import { admitStandby } from '../../domain/action/standby-capacity.ts';
import { listed } from '../../domain/cluster/joining.ts';
import type { Node } from '../../domain/cluster/node.ts';
import { isAside, type Standby } from '../../domain/cluster/standby.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { App } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { findMembers } from '../clusters/change-members.ts';
import { fileClusterAction } from '../clusters/file-cluster-action.ts';
import { lookUp } from '../lookup.ts';
import { fileNodeAction } from './file-node-action.ts';

/** Where the cluster's capacity is concerned, it is the cluster that acts. */
export const standByNode =
  (app: App): Clustering['standByNode'] =>
  async (caller, text, { operation, decrement }) => {
    const found = await lookUp(app.store, caller, 'node', text);
    if (found.kind === 'refused') return found;
    const { id, clusterId } = found.doc;
    if (clusterId !== '' && (decrement !== undefined || (operation === 'exit_standby' && isAside(found.doc))))
      return standByNodes(app)(caller, clusterId, { operation, decrement, nodes: [id] });
    return fileNodeAction(app, caller, text, (node) => {
      if (node.clusterId === '') return refused('node.not-member', `The node '${text}' is in no cluster that it could stand by for.`);
      return obstacle(operation, [node]) ?? { kind: 'file', action: 'NODE_OPERATION', inputs: { operation, params: {} } };
    });
  };

export const standByNodes =
  (app: App): Clustering['standByNodes'] =>
  (caller, text, { operation, decrement, nodes: texts }) =>
    fileClusterAction(app, caller, text, async (cluster) => {
      const { nodes, missing } = await findMembers(app, caller, cluster, texts);
      if (missing.length > 0) return refused('reference.not-found', `Nodes not found: ${listed(missing)}.`);
      const strangers = nodes.filter(({ clusterId }) => clusterId !== cluster.id);
      if (strangers.length > 0)
        return refused('node.not-member', `Nodes not members of specified cluster: ${listed(strangers.map(({ id }) => id))}.`);
      const ids = [...new Set(nodes.map(({ id }) => id))];
      const inputs = { operation, params: {}, nodes: ids, ...(decrement !== undefined && { decrement }) };
      const admission = admitStandby({ inputs }, cluster, app);
      if (admission.kind === 'refuse') return { kind: 'refused', fault: admission.fault };
      return obstacle(operation, nodes) ?? { kind: 'file', action: 'CLUSTER_OPERATION', inputs };
    });

/** Asked twice, it says so: nobody is told that something was done which was not. */
function obstacle(operation: Standby, nodes: readonly Node[]): Refusal | undefined {
  const enters = operation === 'enter_standby';
  const already = nodes.find((node) => Boolean(node.standby) === enters);
  return already && refused('action.conflict', `The node '${already.name}' is ${enters ? 'standing by already' : 'not standing by'}.`);
}
