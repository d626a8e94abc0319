import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';

export const EVENT_LEVELS = ['CRITICAL', 'ERROR', 'WARN', 'INFO', 'DEBUG'] as const;
export type EventLevel = (typeof EVENT_LEVELS)[number];

/** Something that happened to a cluster or a node. Written once, in the same commit as what it tells of. */
export type Event = {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly timestamp: Instant;
  readonly level: EventLevel;
  readonly objectType: 'CLUSTER' | 'NODE';
  readonly objectId: string;
  readonly objectName: string;
  readonly clusterId: string | null;
  /** An action's name, or the operation's for CLUSTER_OPERATION and NODE_OPERATION. */
  readonly action: string;
  readonly status: 'start' | 'end' | 'error';
  readonly statusReason: string;
  readonly metadata: JsonObject;
  readonly version: number;
};
