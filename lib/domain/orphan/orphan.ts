import { bornAt, isId, makeId, mix } from '../kernel/ids.ts';
import type { JsonObject } from '../kernel/json.ts';
import { after, type Instant, instant, type Seconds } from '../kernel/time.ts';
import type { Mark, Proof } from './mark.ts';

/** Why a resource is listed. The documentation's table is made of this. */
export const ORPHAN_REASONS = {
  'node-gone': 'What made it has ended, and its node is not there any more.',
  superseded: 'Its node has another resource by now.',
  duplicate: 'Its node has another resource of the same making.',
  'left-behind': 'Its node was deleted by force, and the load balancer that has it as a member did not let go.',
  unwanted: 'Its node or its cluster is there, and has no use for it any more.',
  forgotten:
    'It bears a genuine mark, and the table knows neither what it was made for nor the action that made it: the table may be older than the resource.',
  unsigned: "Its mark is not signed: it is of an older version, or somebody else's.",
  forged: 'It bears a mark of this installation that is not genuine, or that was made for another resource.',
} as const;
export type OrphanReason = keyof typeof ORPHAN_REASONS;

/**
 * `LISTED`: waits for its time. `HELD`: its time has come, and the sweep has stopped. `REMOVING`: it is being removed, and cannot be adopted any more. `ADOPTED`: a
 * node has it whom its mark does not name.
 */
export const ORPHAN_STATUSES = ['LISTED', 'HELD', 'REMOVING', 'ADOPTED'] as const;

/** A resource with our mark that no node remembers. It lies with the project of its mark where that is proven, with nobody's otherwise. */
export type Orphan = {
  readonly id: string;
  readonly project: string;
  readonly profileType: string;
  readonly physicalId: string;
  readonly mark: Omit<Mark, 'installation'>;
  readonly proof: Proof;
  /** What the driver wants to be told of it. */
  readonly memory: JsonObject;
  readonly reason: OrphanReason;
  readonly status: (typeof ORPHAN_STATUSES)[number];
  readonly statusReason: string;
  /** What it cost an hour when it was found, in millionths. Absent: that is not known, or no money is counted. */
  readonly perHour?: number;
  readonly foundAt: Instant;
  /** When the sweep removes it; null: never by itself. */
  readonly removeAt: Instant | null;
  /** The node that adopted it. */
  readonly adoptedBy?: string;
  /** Its project, where that is another: what bears an unsigned mark is nobody's until it is adopted. */
  readonly adoptedIn?: string;
  readonly version: number;
};

/** A resource as a driver lists it, with what it is listed under. */
export type Listed = Omit<Mark, 'installation'> & {
  readonly profileType: string;
  readonly physicalId: string;
  readonly proof: Proof;
  readonly memory?: JsonObject;
};

/** Where what is not proven to be anybody's lies: no tenant sees it. */
export const UNPROVEN = '-';

/** The same resource is the same orphan, whoever finds it and however often. It sorts by when the resource was asked for. */
export function orphanId({ profileType, token, physicalId }: Pick<Listed, 'profileType' | 'token' | 'physicalId'>): string {
  const key = `${profileType} ${token} ${physicalId}`;
  const at = isId(token) ? bornAt(token) : instant(0);
  return makeId(at, 0, { high: mix(key, 0x5f356495), low: mix(key, 0x2c1b3c6d) });
}

/** When the resource was asked for, as far as its token tells. */
export const askedFor = ({ mark: { token } }: Pick<Orphan, 'mark'>): Instant | undefined => (isId(token) ? bornAt(token) : undefined);

/** As it is when it is first found. @param grace how long it is listed before it is removed @param perHour what it costs, where that is known */
export function found(listed: Listed, reason: OrphanReason, grace: Seconds, now: Instant, perHour?: number): Orphan {
  const { profileType, physicalId, token, project, nodeId, proof, memory = {} } = listed;
  const isProven = proof === 'signed';
  return {
    id: orphanId(listed),
    project: isProven ? project : UNPROVEN,
    profileType,
    physicalId,
    mark: { token, project, nodeId },
    proof,
    memory,
    reason,
    status: 'LISTED',
    statusReason: ORPHAN_REASONS[reason],
    ...(perHour !== undefined && { perHour }),
    foundAt: now,
    removeAt: isProven ? after(now, grace) : null,
    version: 0,
  };
}
