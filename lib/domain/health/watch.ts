import type { Instant } from '../kernel/time.ts';
import type { HealthRule } from './rule.ts';

/** A recovery begun on a watched cluster's behalf: under way, or ended so recently that it still counts. */
export type Recovery = {
  readonly nodeId: string;
  readonly actionId: string;
  readonly began: Instant;
  /** Null while it is under way. */
  readonly ended: Instant | null;
  readonly succeeded: boolean;
};

/** What a node went through lately. */
export type Trouble = {
  /** Recoveries in a row, however they ended, without a long time of health between them. */
  readonly attempts: number;
  /** When the last of them ended, or began while it is under way. */
  readonly last: Instant;
  /** No further recovery begins before. */
  readonly notBefore: Instant;
};

/**
 * What stands between a storm and the recoveries it would set off. `open`: nothing is recovered. `half-open`: one recovery is tried, and
 * what becomes of it decides.
 */
export type Breaker = {
  readonly state: 'closed' | 'open' | 'half-open';
  /** Why it opened, a sentence for people; empty while it is closed. */
  readonly reason: string;
  readonly since: Instant | null;
  /** When one recovery is tried. */
  readonly retryAt: Instant | null;
  /** How often it opened again without closing in between: it stays open longer each time. */
  readonly openings: number;
  /** Recoveries that failed in a row, of whichever nodes. */
  readonly failures: number;
  /** Until when the share of unhealthy nodes does not open it: it closed while they were still many. */
  readonly trustedUntil: Instant | null;
};

/** A member of which bad news came while an action worked on it, whose own doing that may be: it is looked at once it is free. */
export type Suspect = {
  readonly reason: string;
  /** When it was last told of. */
  readonly heard: Instant;
  readonly lookAt: Instant;
  /** How often somebody was sent to look. */
  readonly looks: number;
};

/** What watches over a cluster's nodes: there is one for each cluster with a health policy, of the cluster's own id. */
export type Watch = {
  /** The cluster's. */
  readonly id: string;
  readonly project: string;
  /** Who attached the policy: recoveries are made in their name. */
  readonly user: string;
  readonly policyId: string;
  readonly enabled: boolean;
  readonly rule: HealthRule;
  /** When somebody should look at it; null when nothing polls and nothing is going on. */
  readonly dueAt: Instant | null;
  /** When its members are next looked at; null when nothing polls them. */
  readonly nextRound: Instant | null;
  /** The number of the round that was last begun: news of an older one is old. */
  readonly round: number;
  /** Oldest first. */
  readonly recoveries: readonly Recovery[];
  readonly troubles: { readonly [nodeId: string]: Trouble };
  readonly breaker: Breaker;
  /** By node. Absent: none. */
  readonly suspects?: { readonly [nodeId: string]: Suspect };
  readonly createdAt: Instant;
  readonly version: number;
};

export const CLOSED: Breaker = { state: 'closed', reason: '', since: null, retryAt: null, openings: 0, failures: 0, trustedUntil: null };

export const underWay = ({ recoveries }: Pick<Watch, 'recoveries'>): readonly Recovery[] =>
  recoveries.filter(({ ended }) => ended === null);

/** When each of the suspects is to be looked at. */
export const suspectsDue = ({ suspects = {} }: Watch): readonly Instant[] => Object.values(suspects).map(({ lookAt }) => lookAt);
