import type { Clustering } from '../../../app/clustering.ts';
import { DIRECTIONS } from '../../../app/grants/granting.ts';
import { ACCESSES } from '../../../domain/permission/access.ts';
import { GRANTABLE, GRANTEE_TYPES, type Grantee } from '../../../domain/permission/grant.ts';
import { change, creation } from '../fields/body-shape.ts';
import { type FieldType, optional, read, reprOf, required } from '../fields/field.ts';
import { moment } from '../fields/moment.ts';
import { oneOf, text } from '../fields/scalars.ts';
import type { ListShape } from '../list-query.ts';
import { v1 } from '../microversion.ts';
import { created, type Malformed, malformed, nothing, ok } from '../reply.ts';
import { lists, param, type Route, replied, takes } from '../route.ts';
import { enveloped, listOf } from '../views/document-schema.ts';
import { grantSchema, grantView } from '../views/grant.ts';

const since = v1(15);

const IDENTITY = /^[A-Za-z0-9._-]{1,64}$/;
/** An id of the identity service's, or a role's name: no name of a project or a user can be told from a wrong one. */
const identity: FieldType<string> = {
  convert: (value, field) =>
    typeof value === 'string' && IDENTITY.test(value)
      ? read(value)
      : malformed(`The value for '${field}' must be 1 to 64 letters, digits, dots, underscores and hyphens: ${reprOf(value)}.`),
  types: ['string'],
  schema: { pattern: IDENTITY.source },
};

const access = oneOf(ACCESSES);
const ACCESS = 'Whether it may be looked at only, or also changed. Deleting and sharing it stay with its project.';
const EXPIRES = 'From when on it is as if it had not been given.';

const newGrant = creation(
  'grant',
  {
    object_type: required(
      oneOf(GRANTABLE),
      'What is shared. With a cluster its nodes, actions, events and policies are, with a node its actions and events.',
    ),
    object_id: required(text, 'Its name, id or short id.'),
    grantee_type: required(oneOf(GRANTEE_TYPES), 'Whether it is shared with a project, with a user in whatever project, or with a role.'),
    grantee_id: required(identity, 'The id of the project or of the user, or the name of the role.'),
    grantee_project: optional(identity, 'Where the role must be held. Only an administrator may share with a role in every project.'),
    access: required(access, ACCESS),
    expires_at: optional(moment, EXPIRES),
  },
  {
    object_type: 'cluster',
    object_id: 'web',
    grantee_type: 'project',
    grantee_id: '5f2c0a8e8b1d4c6fa2b7f9d3e1c4a6b8',
    access: 'read-only',
    expires_at: '2027-01-01T00:00:00Z',
  },
);
const grantChange = change('grant', { access: optional(access, ACCESS), expires_at: optional(moment, EXPIRES) }, { access: 'read-write' });

const LIST: ListShape = {
  filters: {
    direction: { takes: 'many', of: DIRECTIONS },
    object_type: { takes: 'many', of: GRANTABLE },
    object_id: { takes: 'many' },
    grantee_type: { takes: 'many', of: GRANTEE_TYPES },
    grantee_id: { takes: 'many' },
    access: { takes: 'many', of: ACCESSES },
  },
  sortKeys: ['object_type', 'object_id', 'grantee_type', 'grantee_id', 'access', 'created_at', 'expires_at'],
  paged: true,
};
const one = enveloped('grant', grantSchema);

function granteeOf(type: Grantee['type'], id: string, project: string | undefined): Grantee | Malformed {
  if (type === 'role') return { type, id, project: project ?? null };
  return project === undefined ? { type, id } : malformed("'grantee_project' is for roles only.");
}

/** Sharing with others. */
export const grantRoutes = (clustering: Clustering): readonly Route[] => [
  {
    method: 'GET',
    path: '/grants',
    id: 'listGrants',
    summary: 'List what the project shares with others, and what others share with the caller.',
    since,
    answer: { status: 200, schema: enveloped('grants', listOf(grantSchema)) },
    ...lists(LIST, async ({ caller }, request) =>
      replied(await clustering.listGrants(caller, request), ({ grants }) => ok({ grants: grants.map(grantView) })),
    ),
  },
  {
    method: 'POST',
    path: '/grants',
    id: 'createGrant',
    summary: 'Share something with a project, a user or a role.',
    since,
    answer: { status: 201, schema: one },
    ...takes(newGrant, async ({ caller }, sent) => {
      const grantee = granteeOf(sent.grantee_type, sent.grantee_id, sent.grantee_project);
      if ('kind' in grantee) return grantee;
      const { object_type: objectKind, object_id: object, access, expires_at: expiresAt } = sent;
      const answer = await clustering.createGrant(caller, { objectKind, object, grantee, access, expiresAt });
      return replied(answer, (seen) => created({ grant: grantView(seen) }));
    }),
  },
  {
    method: 'GET',
    path: '/grants/{grant_id}',
    id: 'showGrant',
    summary: 'Show a grant, given or received.',
    since,
    answer: { status: 200, schema: one },
    run: async (asked) =>
      replied(await clustering.showGrant(asked.caller, param(asked)), (seen) => ({
        ...ok({ grant: grantView(seen) }),
        version: seen.grant.version,
      })),
  },
  {
    method: 'PATCH',
    path: '/grants/{grant_id}',
    id: 'updateGrant',
    summary: 'Share for more, for less or for another time.',
    since,
    answer: { status: 200, schema: one },
    ...takes(grantChange, async (asked, { access, expires_at: expiresAt }) =>
      replied(await clustering.updateGrant(asked.caller, param(asked), { access, expiresAt }), (seen) => ok({ grant: grantView(seen) })),
    ),
  },
  {
    method: 'DELETE',
    path: '/grants/{grant_id}',
    id: 'deleteGrant',
    summary: 'Share no longer, from the next request on. What runs goes on to its end.',
    since,
    answer: { status: 204 },
    run: async (asked) => replied(await clustering.deleteGrant(asked.caller, param(asked)), () => nothing),
  },
];
