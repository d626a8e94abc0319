import type { Clustering } from '../../../app/clustering.ts';
import { isJsonObject } from '../../../domain/kernel/json.ts';
import { flat } from '../fields/body-shape.ts';
import { optional, required } from '../fields/field.ts';
import { freeForm, pairs } from '../fields/free-form.ts';
import { boolean, name, text } from '../fields/scalars.ts';
import { v1 } from '../microversion.ts';
import { malformed, type Outcome, ok } from '../reply.ts';
import { type Asked, INSIST, param, type Route, replied, takes } from '../route.ts';
import { filed, runVerb, soleMember, type Verbs, verbsSchema } from '../verb.ts';
import { nodeHealthVerbs } from '../verbs/health.ts';
import { nodeStandbyVerbs } from '../verbs/standby.ts';
import { nodeSuspensionVerbs } from '../verbs/suspension.ts';
import { documentSchema, enveloped, map, string } from '../views/document-schema.ts';
import { inOrder } from '../views/in-order.ts';
import { nodeSchema, nodeView } from '../views/node.ts';
import { filedSchema } from './cluster-work.ts';

const VERBS: Verbs = { ...nodeHealthVerbs, ...nodeSuspensionVerbs, ...nodeStandbyVerbs };
const NOT_MAP = 'The params provided is not a map.';
const actionWords = { none: 'No action specified.', many: 'Multiple actions specified.', notMap: NOT_MAP };
const operationWords = { none: 'No operation specified.', many: 'Multiple operations specified.', notMap: NOT_MAP };

const what = {
  identity: required(text, 'What the cloud calls it.'),
  type: required(text, 'The profile type, with its version.'),
};
const how = {
  overrides: optional(freeForm, 'Properties of the profile that are not as they were found.'),
  snapshot: optional(boolean, 'Heeded by nobody.'),
};
const adoption = flat(
  {
    ...what,
    name: optional(name, 'The name of the node.'),
    role: optional(text, 'What the node is for.'),
    metadata: optional(pairs, 'Pairs of your own.'),
    ...how,
  },
  { identity: '4711', type: 'local.process-1.0', name: 'legacy-1' },
);
const preview = flat({ ...what, ...how }, { identity: '4711', type: 'local.process-1.0' });

/** What is done with a node, and how one comes in from outside. */
export const nodeWorkRoutes = (clustering: Clustering): readonly Route[] => [
  {
    method: 'POST',
    path: '/nodes/adopt',
    id: 'adoptNode',
    summary: 'Take over something that exists already, as an orphan node.',
    since: v1(7),
    answer: { status: 200, schema: enveloped('node', nodeSchema) },
    ...takes(adoption, async ({ caller, version }, request) =>
      replied(await clustering.adoptNode(caller, request), (named) => ok({ node: nodeView(named, version) })),
    ),
  },
  {
    method: 'POST',
    path: '/nodes/adopt-preview',
    id: 'previewAdoption',
    summary: 'Show the profile that adoption would make.',
    since: v1(7),
    harmless: true,
    answer: {
      status: 200,
      schema: enveloped('node_profile', enveloped('node_preview', documentSchema({ properties: map, type: string, version: string }))),
    },
    ...takes(preview, async ({ caller }, request) =>
      replied(await clustering.previewAdoption(caller, request), ({ type, properties }) => {
        const dash = type.lastIndexOf('-');
        const node_preview = { properties: inOrder(properties), type: type.slice(0, dash), version: type.slice(dash + 1) };
        return ok({ node_profile: { node_preview } });
      }),
    ),
  },
  {
    method: 'POST',
    path: '/nodes/{node_id}/actions',
    id: 'actOnNode',
    summary: 'Do something with a node.',
    body: { schema: verbsSchema(VERBS), example: { check: {} } },
    answer: { status: 202, schema: filedSchema, location: true },
    run: (asked) => runVerb(VERBS, asked, { clustering, caller: asked.caller, text: param(asked) }, actionWords),
  },
  {
    method: 'POST',
    path: '/nodes/{node_id}/ops',
    id: 'operateNode',
    summary: 'Do something with a node that its profile type offers. The value is the parameters themselves.',
    since: v1(4),
    query: [INSIST],
    body: {
      schema: {
        type: 'object',
        minProperties: 1,
        maxProperties: 1,
        additionalProperties: { type: ['object', 'null'], additionalProperties: true },
      },
      example: { reboot: { type: 'SOFT' } },
    },
    answer: { status: 202, schema: filedSchema, location: true },
    run: (asked) => operate(clustering, asked),
  },
];

async function operate(clustering: Clustering, asked: Asked): Promise<Outcome> {
  const member = soleMember(asked.body, operationWords);
  if (member.kind === 'malformed') return member;
  const { key: operation, value } = member.value;
  if (value !== null && !isJsonObject(value)) return malformed(NOT_MAP);
  return filed(await clustering.operateNode(asked.caller, param(asked), { operation, params: value ?? {} }));
}
