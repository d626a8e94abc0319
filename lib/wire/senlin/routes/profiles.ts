import type { Clustering } from '../../../app/clustering.ts';
import { change, creation } from '../fields/body-shape.ts';
import { optional, required } from '../fields/field.ts';
import { pairs } from '../fields/free-form.ts';
import { json, name } from '../fields/scalars.ts';
import type { ListShape } from '../list-query.ts';
import { v1 } from '../microversion.ts';
import { created, nothing, ok } from '../reply.ts';
import { lists, param, type Route, replied, takes } from '../route.ts';
import { enveloped, listOf } from '../views/document-schema.ts';
import { profileSchema, profileView, validatedProfileView } from '../views/profile.ts';
import { warned, withWarnings } from '../views/warnings.ts';

const spec = { ...json, schema: { $ref: '#/components/schemas/ProfileSpec' } };
const SPEC = 'What nodes are made from: `type`, `version` and `properties`.';
const exampleSpec = { type: 'local.process', version: '1.0', properties: { command: ['sleep', 'infinity'] } };

const newProfile = creation(
  'profile',
  { name: required(name, 'Need not be unique.'), spec: required(spec, SPEC), metadata: optional(pairs, 'Pairs of your own.') },
  { name: 'sleeper', spec: exampleSpec, metadata: {} },
);
const profileToValidate = creation('profile', { spec: required(spec, SPEC) }, { spec: exampleSpec });
const profileChange = change(
  'profile',
  { name: optional(name, 'Another name.'), metadata: optional(pairs, 'Replaces all pairs.') },
  { name: 'sleeper-2' },
);

const LIST: ListShape = {
  filters: { name: { takes: 'many' }, type: { takes: 'many' } },
  sortKeys: ['type', 'name', 'created_at', 'updated_at'],
  paged: true,
  shared: true,
};
const one = enveloped('profile', profileSchema);

export const profileRoutes = (clustering: Clustering): readonly Route[] => [
  {
    method: 'GET',
    path: '/profiles',
    id: 'listProfiles',
    summary: 'List profiles.',
    answer: { status: 200, schema: enveloped('profiles', listOf(profileSchema)) },
    ...lists(LIST, async ({ caller }, request) =>
      replied(await clustering.listProfiles(caller, request), ({ profiles }) => ok({ profiles: profiles.map(profileView) })),
    ),
  },
  {
    method: 'POST',
    path: '/profiles',
    id: 'createProfile',
    summary: 'Create a profile.',
    answer: { status: 201, schema: withWarnings('profile', profileSchema) },
    ...takes(newProfile, async ({ caller, version }, profile) =>
      replied(await clustering.createProfile(caller, profile), (made) =>
        warned(created({}), 'profile', profileView(made.profile), made.warnings, version),
      ),
    ),
  },
  {
    method: 'POST',
    path: '/profiles/validate',
    id: 'validateProfile',
    summary: 'Validate a spec without keeping it.',
    since: v1(2),
    harmless: true,
    answer: { status: 200, schema: withWarnings('profile', profileSchema) },
    ...takes(profileToValidate, async ({ caller, version }, profile) =>
      replied(await clustering.validateProfile(caller, profile), (seen) =>
        warned(ok({}), 'profile', validatedProfileView(seen.profile), seen.warnings, version),
      ),
    ),
  },
  {
    method: 'GET',
    path: '/profiles/{profile_id}',
    id: 'showProfile',
    summary: 'Show a profile.',
    answer: { status: 200, schema: one },
    run: async (asked) =>
      replied(await clustering.showProfile(asked.caller, param(asked)), ({ profile }) => ({
        ...ok({ profile: profileView(profile) }),
        version: profile.version,
      })),
  },
  {
    method: 'PATCH',
    path: '/profiles/{profile_id}',
    id: 'updateProfile',
    summary: 'Change the name or the metadata of a profile. A spec never changes.',
    answer: { status: 200, schema: one },
    ...takes(profileChange, async (asked, changes) =>
      replied(await clustering.updateProfile(asked.caller, param(asked), changes), ({ profile }) => ok({ profile: profileView(profile) })),
    ),
  },
  {
    method: 'DELETE',
    path: '/profiles/{profile_id}',
    id: 'deleteProfile',
    summary: 'Delete a profile that nothing uses.',
    answer: { status: 204 },
    run: async (asked) => replied(await clustering.deleteProfile(asked.caller, param(asked)), () => nothing),
  },
];
