import type { JsonObject } from '../../../domain/kernel/json.ts';
import type { Profile } from '../../../domain/profile/profile.ts';
import { documentSchema, map, maybe, string, time, uuid } from './document-schema.ts';
import { inOrder } from './in-order.ts';
import { utc, utcOrNull } from './times.ts';

export const profileView = (profile: Profile): JsonObject => ({
  created_at: utc(profile.createdAt),
  domain: profile.domain,
  id: profile.id,
  metadata: inOrder(profile.metadata),
  name: profile.name,
  project: profile.project,
  spec: inOrder(profile.spec),
  type: profile.type,
  updated_at: utcOrNull(profile.updatedAt),
  user: profile.user,
});

/** A profile that was looked at and not kept. */
export const validatedProfileView = (profile: Profile): JsonObject => ({
  ...profileView(profile),
  created_at: null,
  id: null,
  metadata: null,
  name: 'validated_profile',
  updated_at: null,
});

export const profileSchema: JsonObject = documentSchema({
  created_at: maybe(time),
  domain: maybe(string),
  id: maybe(uuid),
  metadata: maybe(map),
  name: string,
  project: string,
  spec: map,
  type: string,
  updated_at: maybe(time),
  user: string,
});
