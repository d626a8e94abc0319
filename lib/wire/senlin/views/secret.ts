import type { JsonObject } from '../../../domain/kernel/json.ts';
import type { Secret } from '../../../domain/secret/secret.ts';
import { documentSchema, integer, listOf, maybe, string, time, uuid } from './document-schema.ts';
import { utc, utcOrNull } from './times.ts';

/** All about it but what it is. */
export const secretView = (secret: Secret): JsonObject => ({
  created_at: utc(secret.createdAt),
  description: secret.description,
  id: secret.id,
  keys: secret.keys,
  name: secret.name,
  project: secret.project,
  revision: secret.revision,
  rotated_at: utc(secret.rotatedAt),
  secret_ref: `coppice:${secret.name}`,
  updated_at: utcOrNull(secret.updatedAt),
  user: secret.user,
});

export const secretSchema: JsonObject = documentSchema({
  created_at: time,
  description: string,
  id: uuid,
  keys: listOf(string),
  name: string,
  project: string,
  revision: integer,
  rotated_at: time,
  secret_ref: string,
  updated_at: maybe(time),
  user: string,
});
