import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import type { Lock } from './lock.ts';

export const NODE_STATUSES = ['INIT', 'ACTIVE', 'CREATING', 'UPDATING', 'DELETING', 'RECOVERING', 'ERROR', 'WARNING', 'OPERATING'] as const;
export type NodeStatus = (typeof NODE_STATUSES)[number];

export type Node = {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly domain: string | null;
  readonly name: string;
  readonly profileId: string;
  /** `type-version` of the profile: says which driver the node belongs to. */
  readonly profileType: string;
  /** Empty for an orphan, as on the Senlin wire. */
  readonly clusterId: string;
  /** Unique in the cluster and never reused; -1 for an orphan. */
  readonly index: number;
  readonly role: string;
  readonly metadata: JsonObject;
  /** What users see under `data`: placement and the like. */
  readonly data: JsonObject;
  readonly dependents: JsonObject;
  readonly physicalId: string | null;
  /** The driver's token for the resource behind this node: the id of the action that made it; null before the first and for adopted ones. */
  readonly token: string | null;
  /** What the driver asked us to remember of the resource. Opaque to everyone else and never shown. */
  readonly memory: JsonObject;
  readonly status: NodeStatus;
  readonly statusReason: string;
  /** A tainted node is the first to go when the cluster shrinks. */
  readonly tainted: boolean;
  readonly initAt: Instant;
  readonly createdAt: Instant | null;
  readonly updatedAt: Instant | null;
  readonly lock: Lock;
  readonly version: number;
};
