import type { Action } from '../action/action.ts';
import type { Node } from '../cluster/node.ts';

export type Health = 'Healthy' | 'Unhealthy';

/** What clients call the states of an instance. */
export type LifecycleState =
  | 'Pending'
  | `Pending:${'Wait' | 'Proceed'}`
  | 'InService'
  | 'Terminating'
  | `Terminating:${'Wait' | 'Proceed'}`
  | 'Detaching'
  | 'EnteringStandby'
  | 'Standby';

/** How a node stands, in AWS's words. @param working the action that holds it, where one does */
export function lifecycleStateOf(node: Pick<Node, 'status' | 'standby'>, working: Action | undefined): LifecycleState {
  if (working?.hook && isWaiting(working)) return working.hook.transition === 'LAUNCHING' ? 'Pending:Wait' : 'Terminating:Wait';
  if (working?.action === 'NODE_LEAVE') return 'Detaching';
  switch (node.status) {
    case 'INIT':
    case 'CREATING':
      return working?.hook?.transition === 'LAUNCHING' ? 'Pending:Proceed' : 'Pending';
    case 'DELETING':
      return working?.hook?.transition === 'TERMINATING' ? 'Terminating:Proceed' : 'Terminating';
    // What is made anew goes first, under the name that it has until there is another.
    case 'RECOVERING':
      return 'Terminating';
    default:
      return standbyOf(node, working) ?? 'InService';
  }
}

const isWaiting = ({ hook }: Action): boolean => hook !== undefined && hook.result === null;

function standbyOf({ standby }: Pick<Node, 'standby'>, working: Action | undefined): LifecycleState | undefined {
  const operation = working?.action === 'NODE_OPERATION' ? working.inputs.operation : undefined;
  if (operation === 'enter_standby') return 'EnteringStandby';
  if (operation === 'exit_standby') return 'Pending';
  return standby ? 'Standby' : undefined;
}

/** A node that is ill is in service until it is replaced. */
export const healthOf = ({ status }: Pick<Node, 'status'>): Health =>
  status === 'ERROR' || status === 'WARNING' ? 'Unhealthy' : 'Healthy';
