import type { NodeStatus } from '../../domain/cluster/node.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { findProfileType } from '../../domain/profile/catalogue.ts';
import { checkOperation } from '../../domain/profile/operation.ts';
import type { App } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { forgetChecks, recoverInputs } from '../clusters/heal-cluster.ts';
import { fileNodeAction } from './file-node-action.ts';

const BUSY: ReadonlySet<NodeStatus> = new Set<NodeStatus>(['CREATING', 'UPDATING', 'DELETING', 'RECOVERING']);

/** Forced, it asks whatever works on the node to stop and goes next. */
export const deleteNode =
  (app: App): Clustering['deleteNode'] =>
  (caller, text, { force }) =>
    fileNodeAction(app, caller, text, (node) => {
      const dependents = node.dependents.nodes;
      if (Array.isArray(dependents) && dependents.length > 0) {
        return refused('resource.in-use', `The node '${text}' cannot be deleted: still depended by other clusters and/or nodes.`);
      }
      if (!force && BUSY.has(node.status)) return refused('action.in-progress', `The node '${text}' is in status ${node.status}.`);
      return { kind: 'file', action: 'NODE_DELETE', inputs: force ? { force } : {}, force };
    });

export const checkNode =
  (app: App): Clustering['checkNode'] =>
  (caller, text, { params }) =>
    fileNodeAction(app, caller, text, async (node) => {
      if (params.delete_check_action === true) await forgetChecks(app, node.project, node.id);
      return { kind: 'file', action: 'NODE_CHECK', inputs: params };
    });

export const recoverNode =
  (app: App): Clustering['recoverNode'] =>
  (caller, text, request) =>
    fileNodeAction(app, caller, text, () => {
      const read = recoverInputs(request);
      return read.kind === 'refused' ? read : { kind: 'file', action: 'NODE_RECOVER', inputs: read.inputs };
    });

export const operateNode =
  (app: App): Clustering['operateNode'] =>
  (caller, text, { operation, params }) =>
    fileNodeAction(app, caller, text, (node) => {
      const type = findProfileType(node.profileType);
      if (!type) return refused('profile-type.not-found', `The profile_type '${node.profileType}' could not be found.`);
      const checked = checkOperation(type, operation, params);
      if (checked.kind === 'fault') return { kind: 'refused', fault: checked.fault };
      return { kind: 'file', action: 'NODE_OPERATION', inputs: { operation, params: checked.params } };
    });
