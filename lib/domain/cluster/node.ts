import type { History } from '../event/history.ts';
import { isJsonObject, type JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import type { NodePrice } from '../quota/priced.ts';
import type { Cluster } from './cluster.ts';
import type { Lock } from './lock.ts';
import type { PoolState } from './pool.ts';

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
  /** What it was before the action now working on it; null when none is. What an action that came to nothing goes back to. */
  readonly was: { readonly status: NodeStatus; readonly statusReason: string } | null;
  /** A tainted node is the first to go when the cluster shrinks. */
  readonly tainted: boolean;
  /** It was asked for by itself, as one member more than its cluster wants. Absent: it was not. */
  readonly added?: true;
  /** Never chosen when somebody has to go and nobody is named. Absent: it may be. */
  readonly protected?: boolean;
  /** It keeps its place and does no work: out of its balancers, not looked after, not chosen to go. Absent or null when it is in service. */
  readonly standby?: {
    readonly since: Instant;
    /** It is not counted in the cluster's desired capacity. Absent: it is. */
    readonly aside?: true;
    /** It is in the cluster's pool: at rest in this manner, where its type can be. Absent: it was in service. */
    readonly warm?: PoolState;
  } | null;
  /** Since when it is set aside: paused by its driver, not looked after and not chosen to go. Absent or null: it is not. */
  readonly suspended?: { readonly since: Instant; readonly was: Pick<Node, 'status' | 'statusReason'> } | null;
  /** When an operation last put it to rest: equal to `updatedAt` as long as nothing else was done to it. */
  readonly restedAt?: Instant;
  /** Whether it counts for itself in the project's usage although it is a member: it was an orphan once, or is about to be. Orphans always do. */
  readonly counted?: true;
  /** Something was once given of it to somebody of another project. Absent: nobody has to look for what was. */
  readonly given?: true;
  /** What it costs. Absent: nothing. Put there by the store, and by nobody else. */
  readonly price?: NodePrice;
  readonly initAt: Instant;
  readonly createdAt: Instant | null;
  readonly updatedAt: Instant | null;
  /**
   * How the child action that let go of it last ended. A child's node is written before the child itself, and the worker may die in
   * between: then this is all that is known of its end.
   */
  readonly lastEnd?: { readonly actionId: string; readonly status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED'; readonly reason: string };
  readonly history?: History;
  readonly lock: Lock;
  readonly version: number;
};

/** Marks a node as being worked on. */
export const busy = (node: Node, status: NodeStatus, statusReason: string): Partial<Node> => ({
  status,
  statusReason,
  was: node.was ?? { status: node.status, statusReason: node.statusReason },
});

/** As it was before anybody touched it. */
export const untouched = (node: Node): Partial<Node> => ({ ...(node.was ?? {}), was: null });

/** In the status it ends up in. */
export const settled = (status: NodeStatus, statusReason: string, updatedAt: Instant): Partial<Node> => ({
  status,
  statusReason,
  updatedAt,
  was: null,
});

/** Whether new members of a cluster are protected from being chosen when it shrinks. */
export const bornProtected = (cluster: Pick<Cluster, 'config'> | undefined): boolean =>
  cluster?.config['node.protected_from_scale_in'] === true;

/** What every new member of a cluster carries as metadata, its own coming on top: texts under the cluster's `node.metadata`. */
export function bornMetadata(cluster: Pick<Cluster, 'config'> | undefined): Readonly<Record<string, string>> {
  const said = cluster?.config['node.metadata'];
  if (!isJsonObject(said)) return {};
  return Object.fromEntries(Object.entries(said).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** What a node that is made anew is made from: what it was, or what its cluster makes now, where the cluster's `node.follows_profile` says so. */
export const anewFrom = (
  cluster: Pick<Cluster, 'config' | 'profileId' | 'profileType'> | undefined,
  { profileId, profileType }: Pick<Node, 'profileId' | 'profileType'>,
): string => (cluster?.config['node.follows_profile'] === true && cluster.profileType === profileType ? cluster.profileId : profileId);

/** Whether an action of its own is still to make it one of its cluster's members: it is on the list, and in nobody's reckoning. */
export const isAwaited = ({ added, status }: Pick<Node, 'added' | 'status'>): boolean =>
  added === true && (status === 'INIT' || status === 'CREATING');

/** Whether a node is never chosen when some member has to go. Whoever names it takes it out all the same. */
export const isSpared = (node: Pick<Node, 'protected' | 'suspended' | 'standby' | 'added' | 'status'>): boolean =>
  node.protected === true || Boolean(node.suspended) || Boolean(node.standby) || isAwaited(node);
