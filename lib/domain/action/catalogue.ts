import { NewerShape } from '../shape.ts';
import type { ActionName } from './action.ts';
import { clusterAddNodes } from './cluster-add-nodes.ts';
import { clusterCheck } from './cluster-check.ts';
import { clusterCreate } from './cluster-create.ts';
import { clusterDelNodes } from './cluster-del-nodes.ts';
import { clusterDelete } from './cluster-delete.ts';
import { clusterFillPool } from './cluster-fill-pool.ts';
import { clusterProtectNodes, clusterResume, clusterSuspend, clusterUnprotectNodes } from './cluster-marks.ts';
import { clusterOperation } from './cluster-operation.ts';
import { clusterAttachPolicy, clusterDetachPolicy, clusterUpdatePolicy } from './cluster-policies.ts';
import { clusterRecover } from './cluster-recover.ts';
import { clusterReplaceNodes } from './cluster-replace-nodes.ts';
import { clusterResize } from './cluster-resize.ts';
import { clusterScaleIn } from './cluster-scale-in.ts';
import { clusterScaleOut } from './cluster-scale-out.ts';
import { clusterUpdate } from './cluster-update.ts';
import type { Machine } from './machine.ts';
import { nodeCheck } from './node-check.ts';
import { nodeCreate } from './node-create.ts';
import { nodeDelete } from './node-delete.ts';
import { nodeJoin, nodeLeave } from './node-membership.ts';
import { nodeOperation } from './node-operation.ts';
import { nodeRecover } from './node-recover.ts';
import { nodeUpdate } from './node-update.ts';

const MACHINES: Readonly<Record<ActionName, Machine>> = {
  CLUSTER_CREATE: clusterCreate,
  CLUSTER_DELETE: clusterDelete,
  CLUSTER_UPDATE: clusterUpdate,
  CLUSTER_ADD_NODES: clusterAddNodes,
  CLUSTER_DEL_NODES: clusterDelNodes,
  CLUSTER_RESIZE: clusterResize,
  CLUSTER_CHECK: clusterCheck,
  CLUSTER_RECOVER: clusterRecover,
  CLUSTER_REPLACE_NODES: clusterReplaceNodes,
  CLUSTER_SCALE_OUT: clusterScaleOut,
  CLUSTER_SCALE_IN: clusterScaleIn,
  CLUSTER_ATTACH_POLICY: clusterAttachPolicy,
  CLUSTER_DETACH_POLICY: clusterDetachPolicy,
  CLUSTER_UPDATE_POLICY: clusterUpdatePolicy,
  CLUSTER_OPERATION: clusterOperation,
  CLUSTER_SUSPEND: clusterSuspend,
  CLUSTER_RESUME: clusterResume,
  CLUSTER_PROTECT_NODES: clusterProtectNodes,
  CLUSTER_UNPROTECT_NODES: clusterUnprotectNodes,
  CLUSTER_FILL_POOL: clusterFillPool,
  NODE_CREATE: nodeCreate,
  NODE_DELETE: nodeDelete,
  NODE_UPDATE: nodeUpdate,
  NODE_JOIN: nodeJoin,
  NODE_LEAVE: nodeLeave,
  NODE_CHECK: nodeCheck,
  NODE_RECOVER: nodeRecover,
  NODE_OPERATION: nodeOperation,
};

/** @throws NewerShape for an action that only a newer version knows: it is left to one */
export function machineOf(name: ActionName): Machine {
  if (!Object.hasOwn(MACHINES, name)) throw new NewerShape('action', name);
  return MACHINES[name];
}
