import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import type { EventType } from './event-types.ts';

export const EVENT_LEVELS = ['CRITICAL', 'ERROR', 'WARN', 'INFO', 'DEBUG'] as const;
export type EventLevel = (typeof EVENT_LEVELS)[number];

/** What is told of a message to a receiver is told under this name, where events of an action have its name. */
export const RECEIVER_NOTIFY = 'RECEIVER_NOTIFY';

export const EVENT_STATUSES = ['start', 'end', 'error'] as const;
export type EventStatus = (typeof EVENT_STATUSES)[number];

export const EVENT_OBJECTS = ['CLUSTER', 'NODE', 'RECEIVER', 'GRANT'] as const;
export type EventObject = (typeof EVENT_OBJECTS)[number];

/** Something that happened to a cluster or a node. Written once, in the same commit as what it tells of. */
export type Event = {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly timestamp: Instant;
  readonly level: EventLevel;
  readonly objectType: EventObject;
  readonly objectId: string;
  readonly objectName: string;
  readonly clusterId: string | null;
  /** An action's name, or the operation's for CLUSTER_OPERATION and NODE_OPERATION. */
  readonly action: string;
  readonly status: EventStatus;
  readonly statusReason: string;
  readonly metadata: JsonObject;
  /** Absent in events from before there were types. */
  readonly type?: EventType;
  /** Counts the events of its object from 1, without gap or repeat. Absent when the object was gone by then, and in older events. */
  readonly sequence?: number;
  /** The event of the same object before this one; absent in its first. */
  readonly previous?: string;
  readonly actionId?: string;
  /** Why that action exists, if nobody asked for it. */
  readonly origin?: EventOrigin;
  /** Of a cluster, as the event leaves it. */
  readonly size?: ClusterSize;
  /** What more there is to say; depends on the type. */
  readonly data?: JsonObject;
  readonly version: number;
};

export type EventOrigin = { readonly by: string; readonly id: string; readonly reason: string };
export type ClusterSize = { readonly desired: number; readonly nodes: number };
