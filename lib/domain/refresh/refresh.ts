import type { LaunchSource } from '../group/group.ts';
import type { Instant, Seconds } from '../kernel/time.ts';
import type { Healthy } from './batch.ts';

export type RefreshStatus =
  | 'Pending'
  | 'InProgress'
  | 'Baking'
  | 'Successful'
  | 'Failed'
  | 'Cancelling'
  | 'Cancelled'
  | 'RollbackInProgress'
  | 'RollbackSuccessful'
  | 'RollbackFailed';

/** What becomes of members that somebody has a hand on: they are replaced all the same, left as they are, or waited for. */
export type Handling = 'replace' | 'ignore' | 'wait';

export type Preferences = {
  readonly healthy: Healthy;
  /** How long a new member is not counted on. */
  readonly warmup: Seconds;
  /** Percentages at which it pauses, rising; it ends at the last. None: it replaces all of them. */
  readonly checkpoints: readonly number[];
  readonly checkpointDelay: Seconds;
  /** Members that are made of the right thing already stay. */
  readonly skipMatching: boolean;
  readonly autoRollback: boolean;
  readonly guarded: Handling;
  readonly standby: Handling;
  /** How long it looks at what it has done before it is over. */
  readonly bake: Seconds;
  /** The names of alarms: it fails as soon as one goes off. */
  readonly alarms: readonly string[];
};

/** What its members are made of: as clients say it, and the profile that comes to. */
export type Make = { readonly launch: LaunchSource; readonly profileId: string };

/** Once through the old members: the refresh itself, or the way back. */
export type Course = {
  readonly since: Instant;
  /** How many there were to replace. */
  readonly total: number;
  /** Those that are left. Decided once, so that nobody is replaced twice, whoever's clock is wrong. */
  readonly left: readonly string[];
};

/** A group's members are replaced, a few at a time, by actions on its cluster. It holds no lock between them: the group is sized and healed meanwhile. */
export type Refresh = {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  /** The group's. */
  readonly name: string;
  readonly region: string;
  readonly groupId: string;
  readonly clusterId: string;
  readonly status: RefreshStatus;
  readonly reason: string;
  readonly preferences: Preferences;
  /** What members become. */
  readonly aim: Make;
  /** What the group made before. */
  readonly before: Make;
  /** Whether the group is to be of another make afterwards. */
  readonly changes: boolean;
  readonly forward: Course;
  /** Why it is to turn back, once the batch under way has ended. */
  readonly turning?: string;
  /** Set while it goes back, and after. */
  readonly back?: Course & { readonly reason: string };
  /** The action that replaces some, while it is not known how that ended. */
  readonly batch: string | null;
  readonly batches: number;
  /** How many in a row did not succeed. */
  readonly failures: number;
  /** Why the last one did not. */
  readonly trouble?: string;
  /** How many of its checkpoints are behind it. */
  readonly passed: number;
  /** Until when it pauses, at a checkpoint or at the end. */
  readonly pausedUntil: Instant | null;
  /** Since when nothing could be done. */
  readonly stuckSince: Instant | null;
  /** When it wants to be looked at; null once it is over. */
  readonly dueAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly version: number;
};

export const isOver = ({ endedAt }: Pick<Refresh, 'endedAt'>): boolean => endedAt !== null;

/** Where it is on its way, or on its way back. */
export const courseOf = ({ forward, back }: Pick<Refresh, 'forward' | 'back'>): Course => back ?? forward;

/** Of a hundred. */
export const percentOf = ({ total, left }: Course): number => (total === 0 ? 100 : Math.floor((100 * (total - left.length)) / total));
