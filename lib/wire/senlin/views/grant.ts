import { DIRECTIONS, type SeenGrant } from '../../../app/grants/granting.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { ACCESSES } from '../../../domain/permission/access.ts';
import { GRANTABLE, GRANTEE_TYPES } from '../../../domain/permission/grant.ts';
import { documentSchema, maybe, oneOf, string, time, uuid } from './document-schema.ts';
import { utc, utcOrNull } from './times.ts';

export const grantView = ({ grant, direction }: SeenGrant): JsonObject => ({
  access: grant.access,
  created_at: utc(grant.createdAt),
  direction,
  expires_at: utcOrNull(grant.expiresAt),
  grantee_id: grant.grantee.id,
  grantee_project: grant.grantee.type === 'role' ? grant.grantee.project : null,
  grantee_type: grant.grantee.type,
  id: grant.id,
  object_id: grant.objectId,
  object_name: grant.objectName,
  object_type: grant.objectKind,
  project: grant.project,
  updated_at: utcOrNull(grant.updatedAt),
  user: grant.user,
});

export const grantSchema: JsonObject = documentSchema({
  access: oneOf(ACCESSES),
  created_at: time,
  direction: oneOf(DIRECTIONS),
  expires_at: maybe(time),
  grantee_id: string,
  grantee_project: maybe(string),
  grantee_type: oneOf(GRANTEE_TYPES),
  id: uuid,
  object_id: uuid,
  object_name: string,
  object_type: oneOf(GRANTABLE),
  project: string,
  updated_at: maybe(time),
  user: string,
});
