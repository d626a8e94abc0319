import type { Principal } from '../identity/principal.ts';
import { bornAt, childId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import type { Access } from './access.ts';

/** What can be shared: all that is made for its own sake. What belongs to it is shared along. */
export const GRANTABLE = ['cluster', 'node', 'profile', 'policy', 'schedule', 'receiver', 'subscription', 'workflow'] as const;
export type Grantable = (typeof GRANTABLE)[number];

export const GRANTEE_TYPES = ['project', 'user', 'role'] as const;
/** To whom something is given. A user, in whatever project they act; a role, in one project or, null, in every one. */
export type Grantee =
  | { readonly type: 'project'; readonly id: string }
  | { readonly type: 'user'; readonly id: string }
  | { readonly type: 'role'; readonly id: string; readonly project: string | null };

/** Lets somebody outside its project at one thing. Kept where the thing is, and once more as a `Share` where the grantee looks. */
export type Grant = {
  readonly id: string;
  /** Whose the object is. */
  readonly project: string;
  /** Who gave it. */
  readonly user: string;
  readonly objectKind: Grantable;
  readonly objectId: string;
  /** As it was called when it was given. */
  readonly objectName: string;
  readonly grantee: Grantee;
  readonly access: Access;
  readonly expiresAt: Instant | null;
  /** When it has expired, it goes by itself. */
  readonly forgetAt?: Instant;
  readonly createdAt: Instant;
  readonly updatedAt: Instant | null;
  readonly version: number;
};

/** The same grant where whoever it is for finds it: `project` is their audience, and never the owner's project. */
export type Share = Grant & { readonly owner: string };

/** Everywhere, for whoever has the role there. */
const EVERYWHERE = '*';
const audienceOfUser = (id: string): string => `user:${id}`;

/** Where a grantee looks for what it was given. */
export function audienceOf(grantee: Grantee): string {
  if (grantee.type === 'role') return grantee.project ?? EVERYWHERE;
  return grantee.type === 'user' ? audienceOfUser(grantee.id) : grantee.id;
}

/** All the places where a caller looks. */
export const audiencesOf = ({ projectId, userId }: Pick<Principal, 'projectId' | 'userId'>): readonly string[] => [
  projectId,
  audienceOfUser(userId),
  EVERYWHERE,
];

/** Says so from the clock: the table removes what has expired in its own time. */
export const isExpired = ({ expiresAt }: Pick<Grant, 'expiresAt'>, now: Instant): boolean => expiresAt !== null && expiresAt <= now;

/** Whether a grant is for a caller, and still is. Where it was found says nothing: who writes there is not who reads. */
export function isGood(
  grant: Pick<Grant, 'grantee' | 'expiresAt'>,
  { projectId, userId, roles }: Pick<Principal, 'projectId' | 'userId' | 'roles'>,
  now: Instant,
): boolean {
  const { grantee } = grant;
  if (isExpired(grant, now)) return false;
  if (grantee.type === 'role') return roles.includes(grantee.id) && (grantee.project === null || grantee.project === projectId);
  return grantee.id === (grantee.type === 'user' ? userId : projectId);
}

/** One thing is given to one grantee once: the id says so, whoever races. */
export const grantId = (objectId: string, grantee: Grantee): string =>
  childId(objectId, `grant ${JSON.stringify([grantee.type, grantee.id, audienceOf(grantee)])}`, 0, bornAt(objectId));

/** @param version of the share as it is stored; 0 when it is not */
export const shareOf = (grant: Grant, version: number): Share => ({
  ...grant,
  owner: grant.project,
  project: audienceOf(grant.grantee),
  version,
});
