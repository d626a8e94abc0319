import { CLUSTER_ACTIONS, type ClusterActionName } from '../action/action.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';

export const RECEIVER_TYPES = ['webhook', 'message'] as const;
export type ReceiverType = (typeof RECEIVER_TYPES)[number];

/** What signals may ask of a cluster that is there. */
export const SIGNALLED_ACTIONS: readonly ClusterActionName[] = CLUSTER_ACTIONS.filter((name) => name !== 'CLUSTER_CREATE');

/** Who has the secret that this is the digest of may call. */
export type Key = {
  readonly digest: string;
  /** Null for the current one. One that was replaced is good until then. */
  readonly until: Instant | null;
  /** What calls with it are signed with, where they must be: sealed, and not a digest, since whoever checks a signature makes it too. */
  readonly hmacSealed: string | null;
};

/** A signed call that was heeded, so that nobody sends it again. */
export type Heard = { readonly mark: string; readonly until: Instant };

/** What the URL carries, sealed: its maker may read it back for a while. */
export type Readable = { readonly sealed: string; readonly until: Instant };

/** Where signals from outside arrive: a URL that does one thing with one cluster, or a queue of messages that say what to do with which. */
export type Receiver = {
  readonly id: string;
  readonly project: string;
  /** Whoever made it; what it asks for is done as this user. */
  readonly user: string;
  readonly domain: string | null;
  readonly name: string;
  readonly type: ReceiverType;
  /** Null for messages, which say it themselves. */
  readonly clusterId: string | null;
  /** Whose the cluster is, where it is one that was shared. Absent: the receiver's project's. */
  readonly clusterProject?: string;
  readonly action: ClusterActionName | null;
  readonly params: JsonObject;
  /** Of a receiver of messages. */
  readonly queueName: string | null;
  /** Which inputs a call may set. Null: those that `params` sets. */
  readonly allowedParams: readonly string[] | null;
  /** Webhooks only: the newest first. */
  readonly keys: readonly Key[];
  readonly readable: Readable | null;
  readonly heard: readonly Heard[];
  /** Calls a minute that are heeded. */
  readonly rate: number;
  /** When the calls heeded so far would be through at this rate: see pace.ts. */
  readonly pace: Instant | null;
  readonly expiresAt: Instant | null;
  /** Messages that filed an action, and that never could. */
  readonly handled: number;
  readonly dropped: number;
  /** When its queue is to be looked at, or what is readable forgotten. */
  readonly dueAt: Instant | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant | null;
  readonly version: number;
};

/** Whether calls must be signed. */
export const isSigned = ({ keys }: Receiver): boolean => (keys[0]?.hmacSealed ?? null) !== null;

export const hasExpired = ({ expiresAt }: Receiver, now: Instant): boolean => expiresAt !== null && expiresAt <= now;

/** Whether somebody may still be told the secret: who made the receiver, for a while after. */
export const isReadableBy = ({ user, readable }: Receiver, userId: string, now: Instant): boolean =>
  readable !== null && readable.until > now && user === userId;
