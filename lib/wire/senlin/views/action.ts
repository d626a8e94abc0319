import { ACTION_STATUSES, type Action, CLUSTER_ACTIONS, isFinal, isOpen, NODE_ACTIONS } from '../../../domain/action/action.ts';
import { openChildren } from '../../../domain/action/cluster-progress.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { FIRST_BEYOND_SENLIN, type Microversion } from '../../../domain/spec/schema.ts';
import { isAtLeast } from '../../../domain/spec/shown-schema.ts';
import { v1 } from '../microversion.ts';
import { documentSchema, integer, listOf, map, maybe, oneOf, string, time, uuid } from './document-schema.ts';
import { hookSchema, hookView } from './hook.ts';
import { inOrder } from './in-order.ts';
import { epochSeconds, utc, utcOrNull } from './times.ts';

const CLUSTER_SINCE = v1(14);

/** @param engineId who is said to work on an action while somebody does */
export const actionView = (action: Action, engineId: string, version: Microversion): JsonObject => ({
  action: action.action,
  cause: action.cause,
  ...(isAtLeast(version, CLUSTER_SINCE) && { cluster_id: action.clusterId }),
  created_at: utc(action.createdAt),
  data: inOrder({ ...action.data, ...(action.origin && { origin: action.origin }) }),
  ...(isAtLeast(version, FIRST_BEYOND_SENLIN) && { database_writes: writesView(action) }),
  depended_by: action.parentId !== null && isAwaited(action) ? [action.parentId] : [],
  depends_on: isAwaited(action) ? openChildren(action) : [],
  end_time: epochSeconds(action.endedAt),
  ...(isAtLeast(version, FIRST_BEYOND_SENLIN) && { hook: action.hook ? hookView(action.hook) : null }),
  id: action.id,
  inputs: inOrder(action.inputs),
  interval: -1,
  name: action.name,
  outputs: inOrder(action.outputs),
  owner: isOwned(action) ? engineId : null,
  project: action.project,
  start_time: epochSeconds(action.startedAt),
  status: action.status,
  status_reason: action.statusReason,
  target: action.target,
  timeout: action.timeout,
  updated_at: utcOrNull(action.updatedAt),
  user: action.user,
});

/** A child says what it cost by itself. */
function writesView({ writes }: Action): JsonObject | null {
  if (!writes) return null;
  const { documents: total, children: nodes } = writes;
  return { total, nodes, per_node: nodes === 0 ? null : Math.round((total / nodes) * 100) / 100 };
}

/** One that was cancelled by force still has to clean up, which is nobody else's business. */
const isAwaited = (action: Action): boolean => isOpen(action) && !isFinal(action.status);

/** Senlin's engines hold on to what they have begun, also while it waits for others. */
const isOwned = ({ status, startedAt }: Action): boolean =>
  status === 'RUNNING' || status === 'WAITING_LIFECYCLE_COMPLETION' || (status === 'WAITING' && startedAt !== null);

const seconds: JsonObject = { type: 'number', description: 'Seconds since the epoch.' };

export const actionSchema: JsonObject = documentSchema(
  {
    action: oneOf([...CLUSTER_ACTIONS, ...NODE_ACTIONS]),
    cause: string,
    cluster_id: string,
    created_at: time,
    data: map,
    database_writes: {
      ...maybe(documentSchema({ total: integer, nodes: integer, per_node: maybe({ type: 'number' }) })),
      description: 'Documents that were written for it, with those for what came of it on single nodes.',
    },
    depended_by: listOf(uuid),
    depends_on: listOf(uuid),
    end_time: maybe(seconds),
    hook: maybe(hookSchema),
    id: uuid,
    inputs: map,
    interval: integer,
    name: string,
    outputs: map,
    owner: maybe(string),
    project: string,
    start_time: maybe(seconds),
    status: oneOf(ACTION_STATUSES),
    status_reason: string,
    target: uuid,
    timeout: integer,
    updated_at: maybe(time),
    user: string,
  },
  ['cluster_id', 'database_writes', 'hook'],
);
