import type { Event } from '../event/event.ts';
import type { EventType } from '../event/event-types.ts';
import type { Instant } from '../kernel/time.ts';
import type { Grant } from './grant.ts';

/** Under which names it is told that something was shared, for how much, and no longer. */
export const GRANT_DEEDS = {
  GRANT_CREATE: 'grant-created',
  GRANT_UPDATE: 'grant-changed',
  GRANT_DELETE: 'grant-revoked',
} as const satisfies Readonly<Record<string, EventType>>;
export type GrantDeed = keyof typeof GRANT_DEEDS;

/** Told in the owner's project, and as about the grant: whoever may see the thing need not see who else may. */
export const tellGrant = (deed: GrantDeed, grant: Grant, user: string, now: Instant, id: string): Event => ({
  id,
  project: grant.project,
  user,
  timestamp: now,
  type: GRANT_DEEDS[deed],
  level: 'INFO',
  objectType: 'GRANT',
  objectId: grant.id,
  objectName: grant.objectName,
  clusterId: null,
  action: deed,
  status: 'end',
  statusReason: sentence(grant),
  metadata: {},
  version: 0,
});

const sentence = ({ access, objectKind, objectName, grantee, expiresAt }: Grant): string => {
  const where = grantee.type !== 'role' ? '' : grantee.project === null ? ' everywhere' : ` in the project ${grantee.project}`;
  const until = expiresAt === null ? '' : ` until ${new Date(expiresAt).toISOString()}`;
  return `${access} on the ${objectKind} '${objectName}' for the ${grantee.type} ${grantee.id}${where}${until}.`;
};
