import type { History } from '../event/history.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant, Seconds } from '../kernel/time.ts';
import type { ListPrice } from '../quota/priced.ts';
import type { CapacityOwner, Declared } from './capacity-owner.ts';
import type { Lock } from './lock.ts';
import type { Pool } from './pool.ts';
import type { Suspension } from './suspension.ts';

export const CLUSTER_STATUSES = [
  'INIT',
  'ACTIVE',
  'CREATING',
  'UPDATING',
  'RESIZING',
  'DELETING',
  'CHECKING',
  'RECOVERING',
  'CRITICAL',
  'ERROR',
  'WARNING',
  'OPERATING',
] as const;
export type ClusterStatus = (typeof CLUSTER_STATUSES)[number];

/** A policy attached to a cluster, with what the pair remembers between actions. */
export type Binding = {
  readonly id: string;
  readonly policyId: string;
  /** `type-version` of the policy, which never changes. */
  readonly policyType: string;
  readonly enabled: boolean;
  readonly priority: number;
  readonly data: JsonObject | null;
  readonly lastOp: Instant | null;
};

export type Cluster = {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly domain: string | null;
  readonly name: string;
  readonly profileId: string;
  /** `type-version` of the profile; every member shares it and it never changes. */
  readonly profileType: string;
  readonly minSize: number;
  /** -1 means no upper bound, as on the Senlin wire. */
  readonly maxSize: number;
  readonly desiredCapacity: number;
  /** Who set it last. Absent: whoever made the cluster. */
  readonly capacity?: CapacityOwner;
  /** What somebody declared it to be last. Absent: nobody did. */
  readonly declared?: Declared;
  /** How long any action on this cluster may take. */
  readonly timeout: Seconds;
  readonly status: ClusterStatus;
  readonly statusReason: string;
  readonly metadata: JsonObject;
  readonly config: JsonObject;
  readonly data: JsonObject;
  readonly dependents: JsonObject;
  /** The members' ids in order of joining. Written only under the cluster's lock. */
  readonly nodes: readonly string[];
  /** Those on the list that are not counted, as the nodes themselves have it: they stand by beside the desired capacity, or are still awaited. Absent: none. */
  readonly aside?: readonly string[];
  /** Members made ahead of need. Absent or null: none are. Written whoever holds the lock. */
  readonly pool?: Pool | null;
  /** Those on the list that are counted for themselves in the project's usage: they were orphans, or are about to be. Absent: none. */
  readonly guests?: readonly string[];
  /** How many members the action at work is still to put on the list: they are counted from its beginning. Absent: none. */
  readonly reserved?: number;
  /** How many of those on the list go once others have come in their place. Absent: none. */
  readonly leaving?: number;
  /** What its places are counted at. Absent: at nothing. Put there by the store, and by nobody else. */
  readonly price?: ListPrice;
  readonly bindings: readonly Binding[];
  /** What of its own doings it leaves for now; absent when nothing is suspended. Written whoever holds the lock. */
  readonly suspended?: Suspension;
  /** The index the next member gets; starts at 1 and is never reused. */
  readonly nextIndex: number;
  readonly initAt: Instant;
  readonly createdAt: Instant | null;
  readonly updatedAt: Instant | null;
  readonly history?: History;
  readonly lock: Lock;
  readonly version: number;
};
