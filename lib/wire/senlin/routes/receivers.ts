import type { Clustering } from '../../../app/clustering.ts';
import type { MadeReceiver } from '../../../app/receivers/receiving.ts';
import { CLUSTER_ACTIONS, type ClusterActionName } from '../../../domain/action/action.ts';
import { isJsonObject } from '../../../domain/kernel/json.ts';
import { seconds } from '../../../domain/kernel/time.ts';
import { LONGEST_OVERLAP } from '../../../domain/receiver/keys.ts';
import { RECEIVER_TYPES } from '../../../domain/receiver/receiver.ts';
import { isAtLeast } from '../../../domain/spec/shown-schema.ts';
import { inputNames } from '../ask.ts';
import { change, creation } from '../fields/body-shape.ts';
import { optional, readFields, reprOf, required } from '../fields/field.ts';
import { freeForm } from '../fields/free-form.ts';
import { objectSchema } from '../fields/json-schema.ts';
import { between, moment, wordList } from '../fields/restrictions.ts';
import { boolean, json, name, oneOf, text } from '../fields/scalars.ts';
import type { ListShape } from '../list-query.ts';
import { v1 } from '../microversion.ts';
import { created, type Malformed, malformed, nothing, type Outcome, ok } from '../reply.ts';
import { type Asked, lists, param, type Route, replied, takes } from '../route.ts';
import { soleMember } from '../verb.ts';
import { enveloped, listOf } from '../views/document-schema.ts';
import { receiverSchema, receiverView } from '../views/receiver.ts';

const PARAMS = 'What the action is told.';
const OWN = v1(15);
const restrictions = {
  allowed_params: optional(wordList, 'What a call may set of that; whatever `params` sets, if not said.', OWN),
  expires_at: optional(moment, 'From when on it is deaf.', OWN),
  rate: optional(between(1, 6_000), 'How many calls a minute are heeded.', OWN),
};
const action = oneOf(CLUSTER_ACTIONS);

const newReceiver = creation(
  'receiver',
  {
    name: required(name, 'Need not be unique.'),
    type: required(oneOf(RECEIVER_TYPES), 'Whether it is called or sent messages.'),
    cluster_id: optional(text, "A cluster's name, id or short id. For webhooks."),
    action: optional(action, 'What it does with the cluster. For webhooks.'),
    params: optional(freeForm, PARAMS),
    actor: optional(json, 'Ignored.'),
    ...restrictions,
    hmac: optional(boolean, 'Whether calls must be signed.', OWN),
  },
  { name: 'busy', type: 'webhook', cluster_id: 'web', action: 'CLUSTER_SCALE_OUT', params: { count: 1 } },
);
const receiverChange = change(
  'receiver',
  {
    name: optional(name, 'Another name.'),
    action: optional(action, 'Another action.'),
    params: optional(freeForm, PARAMS),
    ...restrictions,
  },
  { params: { count: 2 } },
);

const LIST: ListShape = {
  filters: {
    name: { takes: 'many' },
    type: { takes: 'many', of: RECEIVER_TYPES },
    action: { takes: 'many', of: CLUSTER_ACTIONS },
    cluster_id: { takes: 'many' },
    user: { takes: 'many' },
  },
  sortKeys: ['name', 'type', 'action', 'cluster_id', 'created_at', 'user'],
  paged: true,
  shared: true,
};
const { user: _, ...OLDER_FILTERS } = LIST.filters;
const OLDER_LIST: ListShape = { ...LIST, filters: OLDER_FILTERS };

const one = enveloped('receiver', receiverSchema);
const shown = ({ origin, version }: Asked, made: MadeReceiver) => ({ receiver: receiverView(made, origin, version) });

const rotation = { overlap: optional(between(0, LONGEST_OVERLAP), 'Seconds that the secret before is good as well; 0, if not said.') };

export const receiverRoutes = (clustering: Clustering): readonly Route[] => [
  {
    method: 'GET',
    path: '/receivers',
    id: 'listReceivers',
    summary: 'List receivers. No secret is shown.',
    answer: { status: 200, schema: enveloped('receivers', listOf(receiverSchema)) },
    list: LIST,
    run: (asked) =>
      lists(isAtLeast(asked.version, v1(4)) ? LIST : OLDER_LIST, async ({ caller, origin, version }, request) =>
        replied(await clustering.listReceivers(caller, request), ({ receivers }) =>
          ok({ receivers: receivers.map((receiver) => receiverView({ receiver }, origin, version)) }),
        ),
      ).run(asked),
  },
  {
    method: 'POST',
    path: '/receivers',
    id: 'createReceiver',
    summary: 'Create a receiver. The URL in the answer has its secret.',
    answer: { status: 201, schema: one },
    ...takes(newReceiver, async (asked, { cluster_id: cluster, hmac: signed, actor: _actor, ...rest }) => {
      const complaint = unknownParams(rest.action, rest.allowed_params);
      if (complaint) return complaint;
      const { allowed_params: allowedParams, expires_at: expiresAt, ...request } = rest;
      const made = await clustering.createReceiver(asked.caller, { ...request, cluster, signed, allowedParams, expiresAt });
      return replied(made, (receiver) => created(shown(asked, receiver)));
    }),
  },
  {
    method: 'GET',
    path: '/receivers/{receiver_id}',
    id: 'showReceiver',
    summary: 'Show a receiver. Who made it sees the secret in its URL for five minutes.',
    answer: { status: 200, schema: one },
    run: async (asked) =>
      replied(await clustering.showReceiver(asked.caller, param(asked)), (made) => ({
        ...ok(shown(asked, made)),
        version: made.receiver.version,
      })),
  },
  {
    method: 'PATCH',
    path: '/receivers/{receiver_id}',
    id: 'updateReceiver',
    summary: 'Change what a receiver does, and how it may be called.',
    answer: { status: 200, schema: one },
    ...takes(receiverChange, async (asked, { allowed_params: allowedParams, expires_at: expiresAt, ...request }) => {
      const made = await clustering.updateReceiver(asked.caller, param(asked), { ...request, allowedParams, expiresAt });
      return replied(made, (receiver) => ok(shown(asked, receiver)));
    }),
  },
  {
    method: 'DELETE',
    path: '/receivers/{receiver_id}',
    id: 'deleteReceiver',
    summary: 'Delete a receiver. Its URL or queue is good for nothing from then on.',
    answer: { status: 204 },
    run: async (asked) => replied(await clustering.deleteReceiver(asked.caller, param(asked)), () => nothing),
  },
  {
    method: 'POST',
    path: '/receivers/{receiver_id}/notify',
    id: 'notifyReceiver',
    summary: 'Have the messages of a receiver looked at now.',
    answer: { status: 204 },
    run: async (asked) => replied(await clustering.notifyReceiver(asked.caller, param(asked)), () => nothing),
  },
  {
    method: 'POST',
    path: '/receivers/{receiver_id}/actions',
    id: 'actOnReceiver',
    summary: 'Give a webhook another secret.',
    since: OWN,
    body: {
      schema: { type: 'object', properties: { rotate: objectSchema(rotation) }, required: ['rotate'], additionalProperties: false },
      example: { rotate: { overlap: 3600 } },
    },
    answer: { status: 200, schema: one },
    run: (asked) => rotate(clustering, asked),
  },
];

const words = { none: 'No action specified', many: 'Multiple actions specified', notMap: 'The data provided is not a map' };

async function rotate(clustering: Clustering, asked: Asked): Promise<Outcome> {
  const member = soleMember(asked.body, words);
  if (member.kind === 'malformed') return member;
  const { key, value } = member.value;
  if (key !== 'rotate') return malformed(`Unrecognized action '${key}' specified`);
  if (!isJsonObject(value)) return malformed(words.notMap);
  const read = readFields(rotation, value, asked.version);
  if (read.kind === 'malformed') return read;
  const made = await clustering.rotateReceiver(asked.caller, param(asked), { overlap: seconds(read.value.overlap ?? 0) });
  return replied(made, (receiver) => ok(shown(asked, receiver)));
}

/** A name that the action does not know is a slip, and would let nothing through. */
function unknownParams(action: ClusterActionName | undefined, allowed: readonly string[] | undefined): Malformed | undefined {
  const unknown = action && allowed?.find((word) => !inputNames(action).includes(word));
  return unknown === undefined
    ? undefined
    : malformed(`The action '${action}' has no parameter ${reprOf(unknown)} that 'allowed_params' could allow.`);
}
