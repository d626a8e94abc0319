import type { JsonObject } from '../kernel/json.ts';
import type { Instant, Seconds } from '../kernel/time.ts';

export const CLUSTER_ACTIONS = [
  'CLUSTER_CREATE',
  'CLUSTER_DELETE',
  'CLUSTER_UPDATE',
  'CLUSTER_ADD_NODES',
  'CLUSTER_DEL_NODES',
  'CLUSTER_RESIZE',
  'CLUSTER_CHECK',
  'CLUSTER_RECOVER',
  'CLUSTER_REPLACE_NODES',
  'CLUSTER_SCALE_OUT',
  'CLUSTER_SCALE_IN',
  'CLUSTER_ATTACH_POLICY',
  'CLUSTER_DETACH_POLICY',
  'CLUSTER_UPDATE_POLICY',
  'CLUSTER_OPERATION',
  'CLUSTER_SUSPEND',
  'CLUSTER_RESUME',
  'CLUSTER_PROTECT_NODES',
  'CLUSTER_UNPROTECT_NODES',
  'CLUSTER_FILL_POOL',
] as const;
export const NODE_ACTIONS = [
  'NODE_CREATE',
  'NODE_DELETE',
  'NODE_UPDATE',
  'NODE_JOIN',
  'NODE_LEAVE',
  'NODE_CHECK',
  'NODE_RECOVER',
  'NODE_OPERATION',
] as const;
export type ClusterActionName = (typeof CLUSTER_ACTIONS)[number];
export type NodeActionName = (typeof NODE_ACTIONS)[number];
export type ActionName = ClusterActionName | NodeActionName;

/** Every status Senlin's filters know. INIT and SUSPENDED are never entered here. */
export const ACTION_STATUSES = [
  'INIT',
  'WAITING',
  'READY',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'WAITING_LIFECYCLE_COMPLETION',
  'SUSPENDED',
] as const;
export type ActionStatus = (typeof ACTION_STATUSES)[number];

/** How an action will end once what it may have done is undone. */
export type Closing = {
  readonly status: 'FAILED' | 'CANCELLED';
  readonly reason: string;
  /** The call now in flight, or answered last, is the one that undoes. */
  readonly undoing: boolean;
  /** When it is left at that, whatever the cloud still does. */
  readonly until: Instant;
};

/** A lifecycle hook an action came to on its node's way into or out of service. The last one is kept: whoever answers late is told so. */
export type Hook = {
  /** Which step of the node's way it is. */
  readonly step: string;
  readonly policyId: string;
  readonly transition: 'LAUNCHING' | 'TERMINATING';
  /** Whoever answers names it, once. */
  readonly token: string;
  /** The token is no secret: whoever sees the action may answer. */
  readonly open?: true;
  readonly since: Instant;
  /** What a heartbeat is good for. */
  readonly timeout: Seconds;
  /** When the default result applies. */
  readonly until: Instant;
  /** No heartbeat reaches further. */
  readonly latest: Instant;
  /** How many there were. Absent: none. */
  readonly heartbeats?: number;
  /** Why nobody could be told of it. */
  readonly untold?: string;
  /** Null for as long as it is waited for. */
  readonly result: 'CONTINUE' | 'ABANDON' | null;
};

/** Why an action exists that nobody asked for. */
export type Origin = {
  readonly by: 'health' | 'schedule' | 'receiver' | 'event' | 'policy' | 'alarm' | 'refresh' | 'pool' | 'group';
  /** Of the cluster watched, the schedule, the receiver, and so on. */
  readonly id: string;
  /** A sentence for people. */
  readonly reason: string;
};

/** An action as stored. */
/** Documents that were written for an action, with those for its children once they have ended; and how many children that are. */
export type Writes = { readonly documents: number; readonly children: number };

export type Action = {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly name: string;
  readonly action: ActionName;
  /** The id of the cluster or node it works on; which of the two, the action's name says. */
  readonly target: string;
  readonly targetName: string;
  /** The cluster it belongs to; empty for orphans. */
  readonly clusterId: string;
  readonly cause: 'RPC Request' | 'Derived Action';
  /** Absent when a user asked for it. */
  readonly origin?: Origin;
  /** It begins between these two or not at all; until then it waits and holds nothing. Absent when it may begin at any time. */
  readonly hours?: { readonly opens: Instant; readonly closes: Instant | null };
  /** Set on children. They take no alarm of their own: the root above them has one, and looks after them. */
  readonly parentId: string | null;
  readonly status: ActionStatus;
  readonly statusReason: string;
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
  readonly data: JsonObject;
  /** The machine's own state; parsed by the machine's schema before use, since actions outlive deploys. */
  readonly state: unknown;
  /** What the driver asked to be remembered while a call is under way; null when none is. */
  readonly memory: JsonObject | null;
  /** Consecutive failed attempts at the call now being tried. */
  readonly attempts: number;
  /** When it wants to be looked at again. Set exactly while the action is open: nothing sleeps without an alarm clock. */
  readonly dueAt: Instant | null;
  readonly timeout: Seconds;
  /** Counted from the moment it starts working, not from when it was queued. */
  readonly deadline: Instant | null;
  readonly signal: 'cancel' | null;
  /** By how much it is to make its node dearer, in millionths an hour: counted until it ends. Absent: by nothing. Put there by the store. */
  readonly dearer?: number;
  /** Absent from actions that came to none. */
  readonly hook?: Hook;
  readonly closing: Closing | null;
  /** What it has cost the table so far. Absent from actions of earlier versions. */
  readonly writes?: Writes;
  /** The version that made the call now in flight. Fences out a worker whose answer comes back too late. */
  readonly lease: number | null;
  readonly createdAt: Instant;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly updatedAt: Instant | null;
  readonly version: number;
};

/** Open actions have an alarm. A forced cancel shows CANCELLED at once, yet stays open until what it may have made is gone. */
export const isOpen = (action: Action): boolean => action.dueAt !== null;

export const isFinal = (status: ActionStatus): boolean => status === 'SUCCEEDED' || status === 'FAILED' || status === 'CANCELLED';

export const targetsCluster = (name: ActionName): name is ClusterActionName => name.startsWith('CLUSTER_');
