import { isOpen } from '../../domain/action/action.ts';
import { readChain } from '../../domain/action/recover-chain.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { App } from '../app.ts';
import type { Clustering, Recover } from '../clustering.ts';
import { fileClusterAction } from './file-cluster-action.ts';

export const checkCluster =
  (app: App): Clustering['checkCluster'] =>
  (caller, text, { params }) =>
    fileClusterAction(app, caller, text, async (cluster) => {
      if (params.delete_check_action === true) await forgetChecks(app, cluster.project, cluster.id);
      return { kind: 'file', action: 'CLUSTER_CHECK', inputs: params };
    });

export const recoverCluster =
  (app: App): Clustering['recoverCluster'] =>
  (caller, text, request) =>
    fileClusterAction(app, caller, text, () => {
      const inputs = recoverInputs(request);
      if (inputs.kind === 'refused') return inputs;
      const capacity = request.checkCapacity === undefined ? {} : { check_capacity: request.checkCapacity };
      return { kind: 'file', action: 'CLUSTER_RECOVER', inputs: { ...inputs.inputs, ...capacity } };
    });

const OPERATIONS = ['REBOOT', 'REBUILD', 'RECREATE'];

/** What a recovery is told, for a cluster and a node alike. */
export function recoverInputs({
  operation,
  operationParams,
  actions,
  fencing,
  check,
  deleteTimeout,
  forceRecreate,
}: Recover): Refusal | { readonly kind: 'ok'; readonly inputs: JsonObject } {
  const named = operation?.toUpperCase();
  if (named !== undefined && !OPERATIONS.includes(named)) {
    return refused('request.malformed', `Operation value '${operation}' has to be one of the following: ${OPERATIONS.join(', ')}.`);
  }
  const chain = actions && readChain(actions, '/actions');
  if (chain?.kind === 'fault') return { kind: 'refused', fault: chain.fault };
  if (actions && named !== undefined) return refused('recovery.invalid', '/actions: There is an operation already; one of the two.');
  const odd = fencing?.find((service) => service !== 'COMPUTE');
  if (odd !== undefined) return refused('recovery.invalid', `/fencing: '${odd}' cannot be fenced, only 'COMPUTE'.`);
  const inputs: JsonObject = {
    ...(named !== undefined && { operation: named, ...(operationParams && { operation_params: operationParams }) }),
    ...(actions && { actions }),
    ...(fencing && { fencing }),
    ...(check !== undefined && { check }),
    ...(deleteTimeout !== undefined && { delete_timeout: deleteTimeout }),
    ...(forceRecreate !== undefined && { force_recreate: forceRecreate }),
  };
  return { kind: 'ok', inputs };
}

/**
 * Removes the finished checks of a target: pollers ask for it, so that their actions do not pile up. One that was cancelled by force looks
 * finished and may not be: without it nobody would look after its children.
 */
export async function forgetChecks({ store }: App, project: string, target: string): Promise<void> {
  const { items } = await store.list('action', project);
  const old = items.filter((a) => a.target === target && a.action.endsWith('_CHECK') && !isOpen(a));
  await Promise.all(old.map((doc) => store.commit([{ remove: 'action', doc }])));
}
