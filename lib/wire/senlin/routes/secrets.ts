import type { Clustering } from '../../../app/clustering.ts';
import type { Secret } from '../../../domain/secret/secret.ts';
import { change, creation } from '../fields/body-shape.ts';
import { concealed } from '../fields/concealed.ts';
import { optional, required } from '../fields/field.ts';
import { name, text } from '../fields/scalars.ts';
import type { ListShape } from '../list-query.ts';
import { v1 } from '../microversion.ts';
import { created, nothing, ok, type Reply } from '../reply.ts';
import { lists, param, type Route, replied, takes } from '../route.ts';
import { enveloped, listOf } from '../views/document-schema.ts';
import { secretSchema, secretView } from '../views/secret.ts';

const since = v1(15);

const description = optional(text, 'For people.');

const newSecret = creation(
  'secret',
  {
    name: required(name, 'What references call it by: `coppice:<name>`. It cannot be changed, and no two of a project have the same.'),
    value: required(
      concealed,
      'The secret: a text, or an object of texts, each of which `coppice:<name>#<key>` means. No answer ever has it.',
    ),
    description,
  },
  { name: 'database', value: { username: 'shop', password: 'correct horse battery staple' } },
);
const secretChange = change(
  'secret',
  { value: optional(concealed, 'Another value. What is made or rebuilt from now on gets it.'), description },
  { value: { username: 'shop', password: 'another horse, another battery' } },
);

const LIST: ListShape = { filters: { name: { takes: 'many' } }, sortKeys: ['name', 'created_at', 'updated_at'], paged: true };
const one = enveloped('secret', secretSchema);
const seen = ({ secret }: { readonly secret: Secret }): Reply => ({ ...ok({ secret: secretView(secret) }), version: secret.version });

/** Secrets that specs refer to. */
export const secretRoutes = (clustering: Clustering): readonly Route[] => [
  {
    method: 'GET',
    path: '/secrets',
    id: 'listSecrets',
    summary: 'List secrets: their names, never their values.',
    since,
    answer: { status: 200, schema: enveloped('secrets', listOf(secretSchema)) },
    ...lists(LIST, async ({ caller }, request) =>
      replied(await clustering.listSecrets(caller, request), ({ secrets }) => ok({ secrets: secrets.map(secretView) })),
    ),
  },
  {
    method: 'POST',
    path: '/secrets',
    id: 'createSecret',
    summary: 'Keep a secret. Its value is sealed and never given back.',
    since,
    answer: { status: 201, schema: one },
    ...takes(newSecret, async ({ caller }, request) =>
      replied(await clustering.createSecret(caller, request), ({ secret }) => created({ secret: secretView(secret) })),
    ),
  },
  {
    method: 'GET',
    path: '/secrets/{secret_id}',
    id: 'showSecret',
    summary: 'Show all about a secret but its value.',
    since,
    answer: { status: 200, schema: one },
    run: async (asked) => replied(await clustering.showSecret(asked.caller, param(asked)), seen),
  },
  {
    method: 'PATCH',
    path: '/secrets/{secret_id}',
    id: 'updateSecret',
    summary: 'Rotate a secret: give it another value, or another description. Whatever has the old value keeps it until it is made anew.',
    since,
    answer: { status: 200, schema: one },
    ...takes(secretChange, async (asked, changes) => replied(await clustering.updateSecret(asked.caller, param(asked), changes), seen)),
  },
  {
    method: 'DELETE',
    path: '/secrets/{secret_id}',
    id: 'deleteSecret',
    summary: 'Delete a secret that no profile, policy or workflow of the project refers to.',
    since,
    answer: { status: 204 },
    run: async (asked) => replied(await clustering.deleteSecret(asked.caller, param(asked)), () => nothing),
  },
];
