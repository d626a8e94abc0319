import type { Clustering } from '../../../app/clustering.ts';
import { refused } from '../../../domain/kernel/fault.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../domain/kernel/json.ts';
import { notOfType } from '../fields/field.ts';
import { v1 } from '../microversion.ts';
import { malformed, type Outcome, ok } from '../reply.ts';
import { type Asked, INSIST, param, type Route, replied } from '../route.ts';
import { filed, runVerb, soleMember, type Verbs, verbsSchema } from '../verb.ts';
import { bindingVerbs } from '../verbs/binding.ts';
import { clusterHealthVerbs } from '../verbs/health.ts';
import { membershipVerbs } from '../verbs/membership.ts';
import { sizingVerbs } from '../verbs/sizing.ts';
import { clusterStandbyVerbs } from '../verbs/standby.ts';
import { clusterSuspensionVerbs } from '../verbs/suspension.ts';
import { documentSchema, enveloped, listOf, uuid } from '../views/document-schema.ts';
import { inOrder } from '../views/in-order.ts';

const VERBS: Verbs = {
  ...membershipVerbs,
  ...sizingVerbs,
  ...bindingVerbs,
  ...clusterHealthVerbs,
  ...clusterSuspensionVerbs,
  ...clusterStandbyVerbs,
};
const NOT_MAP = 'The data provided is not a map';
const actionWords = { none: 'No action specified', many: 'Multiple actions specified', notMap: NOT_MAP };
const operationWords = { none: 'No operation specified', many: 'Multiple operations specified', notMap: NOT_MAP };

const FILTERS = ['name', 'profile_id', 'status', 'role'];
export const filedSchema = documentSchema({ action: uuid });

/** What is done with a cluster, and what is gathered from its nodes. */
export const clusterWorkRoutes = (clustering: Clustering): readonly Route[] => [
  {
    method: 'POST',
    path: '/clusters/{cluster_id}/actions',
    id: 'actOnCluster',
    summary: 'Do something with a cluster.',
    body: { schema: verbsSchema(VERBS), example: { scale_out: { count: 1 } } },
    answer: { status: 202, schema: filedSchema, location: true },
    run: (asked) => runVerb(VERBS, asked, { clustering, caller: asked.caller, text: param(asked) }, actionWords),
  },
  {
    method: 'POST',
    path: '/clusters/{cluster_id}/ops',
    id: 'operateCluster',
    summary: 'Do something that the profile type offers on every node, or on those that match.',
    since: v1(4),
    query: [INSIST],
    body: {
      schema: {
        type: 'object',
        minProperties: 1,
        maxProperties: 1,
        additionalProperties: {
          type: 'object',
          properties: {
            params: { type: ['object', 'null'], additionalProperties: true },
            filters: {
              type: ['object', 'null'],
              properties: Object.fromEntries(FILTERS.map((key) => [key, {}])),
              additionalProperties: false,
            },
          },
        },
      },
      example: { reboot: { params: { type: 'SOFT' }, filters: { role: 'worker' } } },
    },
    answer: { status: 202, schema: filedSchema, location: true },
    run: (asked) => operate(clustering, asked),
  },
  {
    method: 'GET',
    path: '/clusters/{cluster_id}/attrs/{path*}',
    id: 'collectAttributes',
    summary: 'Gather an attribute of every node, by JSONPath.',
    since: v1(2),
    answer: { status: 200, schema: enveloped('cluster_attributes', listOf(documentSchema({ id: uuid, value: {} }))) },
    run: async (asked) => {
      const path = param(asked, 1).trim();
      if (path === '' || path === 'None') return malformed('Required path attribute is missing.');
      return replied(await clustering.collectCluster(asked.caller, param(asked), { path }), ({ attributes }) =>
        ok({ cluster_attributes: attributes.map(({ id, value }) => ({ id, value: inOrder(value) })) }),
      );
    },
  },
];

async function operate(clustering: Clustering, asked: Asked): Promise<Outcome> {
  const member = soleMember(asked.body, operationWords);
  if (member.kind === 'malformed') return member;
  const { key: operation, value } = member.value;
  if (!isJsonObject(value)) return malformed(NOT_MAP);

  // Some clients put the parameters right here instead of under `params`; Senlin does not see them, and neither do we.
  const params = mapOrNothing(value.params);
  const filters = mapOrNothing(value.filters);
  if (!params || !filters) return malformed(notOfType((params ? value.filters : value.params) ?? null, ['object', 'null']));
  const unsupported = Object.keys(filters).filter((key) => !FILTERS.includes(key));
  if (unsupported.length > 0)
    return refused('request.malformed', unsupported.map((key) => `Filter key '${key}' is unsupported`).join('\n'));
  return filed(await clustering.operateCluster(asked.caller, param(asked), { operation, params, filters }));
}

/** Undefined when it is neither. */
const mapOrNothing = (value: Json = null): JsonObject | undefined => (value === null ? {} : isJsonObject(value) ? value : undefined);
