import { type Action, type ActionName, isOpen } from '../action/action.ts';
import { idsIn } from '../action/node-inputs.ts';
import type { Node } from '../cluster/node.ts';
import { type PoolState, restOf } from '../cluster/pool.ts';
import type { Instant } from '../kernel/time.ts';

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
  | 'Standby'
  | `Warmed:${'Pending' | 'Terminating'}${'' | ':Wait' | ':Proceed'}`
  | `Warmed:${'Stopped' | 'Running' | 'Hibernated'}`;

/**
 * How a node stands, in AWS's words.
 *
 * @param working the action that holds it, where one does
 * @param asked what is to be done with it and waits for its turn: whoever asked for it sees it at once
 */
export function lifecycleStateOf(
  node: Pick<Node, 'status' | 'standby' | 'token' | 'profileType'>,
  working: Action | undefined,
  now: Instant,
  asked?: LifecycleState | undefined,
): LifecycleState {
  const state = plainStateOf(node, working, now, asked);
  const move = working?.action === 'NODE_OPERATION' ? working.inputs : {};
  if (move.operation === 'enter_standby' && move.warm !== undefined) return `Warmed:Pending${waitIn(state)}`;
  if (node.standby?.warm === undefined || move.operation === 'exit_standby') return state;
  return warmStateOf(state, node.profileType, node.standby.warm);
}

/** In the pool, and on the way into it, instances have states of their own; those that leave it are like any that come. */
function warmStateOf(state: LifecycleState, profileType: string, pool: PoolState): LifecycleState {
  if (state === 'Standby' || state === 'InService') return `Warmed:${restOf(profileType, pool) ? RESTING[pool] : 'Running'}`;
  return `Warmed:${state.startsWith('Terminating') ? 'Terminating' : 'Pending'}${waitIn(state)}`;
}

const waitIn = (state: LifecycleState): '' | ':Wait' | ':Proceed' =>
  state.endsWith(':Wait') ? ':Wait' : state.endsWith(':Proceed') ? ':Proceed' : '';

export const isInPool = (state: LifecycleState): boolean => state.startsWith('Warmed:');

const RESTING = { STOPPED: 'Stopped', RUNNING: 'Running', HIBERNATED: 'Hibernated' } as const;

function plainStateOf(
  node: Pick<Node, 'status' | 'standby' | 'token'>,
  working: Action | undefined,
  now: Instant,
  asked?: LifecycleState | undefined,
): LifecycleState {
  if (working?.hook && isWaiting(working, now)) return working.hook.transition === 'LAUNCHING' ? 'Pending:Wait' : 'Terminating:Wait';
  if (working?.action === 'NODE_LEAVE') return 'Detaching';
  if (working?.action === 'NODE_JOIN') return 'Pending';
  switch (node.status) {
    case 'INIT':
    case 'CREATING':
      return working?.hook?.transition === 'LAUNCHING' ? 'Pending:Proceed' : 'Pending';
    case 'DELETING':
      return working?.hook?.transition === 'TERMINATING' ? 'Terminating:Proceed' : 'Terminating';
    case 'RECOVERING':
      return whileReplaced(node, working);
    default:
      return moving(working) ?? stillTo(node, asked) ?? (node.standby ? 'Standby' : 'InService');
  }
}

const isWaiting = ({ hook }: Action, now: Instant): boolean => hook !== undefined && hook.result === null && now < hook.until;

/** What is made anew goes first, under the name that it has until there is another. */
function whileReplaced({ token }: Pick<Node, 'token'>, working: Action | undefined): LifecycleState {
  const isNew = working !== undefined && token === working.id;
  if (working?.hook?.transition === (isNew ? 'LAUNCHING' : 'TERMINATING')) return isNew ? 'Pending:Proceed' : 'Terminating:Proceed';
  return isNew ? 'Pending' : 'Terminating';
}

function moving(working: Action | undefined): LifecycleState | undefined {
  return working?.action === 'NODE_OPERATION' ? STANDING_BY.get(working.inputs.operation) : undefined;
}

const STANDING_BY: ReadonlyMap<unknown, LifecycleState> = new Map([
  ['enter_standby', 'EnteringStandby'],
  ['exit_standby', 'Pending'],
]);

/** What was asked for, unless that much is done already. */
function stillTo({ standby }: Pick<Node, 'standby'>, asked: LifecycleState | undefined): LifecycleState | undefined {
  const isDone = asked === 'EnteringStandby' ? Boolean(standby) : asked === 'Pending' && !standby;
  return isDone ? undefined : asked;
}

/** What becomes of the members that cluster actions name, which hold the cluster or wait for it. */
export function statesAsked(actions: readonly Action[]): ReadonlyMap<string, LifecycleState> {
  return new Map(
    actions
      .filter((action) => isOpen(action) && action.signal !== 'cancel')
      .flatMap((action) => {
        const state = stateAsked(action);
        return state === undefined ? [] : [...idsIn(action, 'nodes'), ...idsIn(action, 'candidates')].map((id) => [id, state] as const);
      }),
  );
}

/** A resize as well, where it takes somebody along by name. */
const TAKES: ReadonlySet<ActionName> = new Set<ActionName>(['CLUSTER_DEL_NODES', 'CLUSTER_REPLACE_NODES', 'CLUSTER_RESIZE']);

function stateAsked({ action, inputs }: Action): LifecycleState | undefined {
  if (action === 'CLUSTER_OPERATION') return STANDING_BY.get(inputs.operation);
  if (!TAKES.has(action)) return undefined;
  return inputs.let_go === true || inputs.destroy_after_deletion === false ? 'Detaching' : 'Terminating';
}

/** A node that is ill is in service until it is replaced. */
export const healthOf = ({ status }: Pick<Node, 'status'>): Health =>
  status === 'ERROR' || status === 'WARNING' ? 'Unhealthy' : 'Healthy';
