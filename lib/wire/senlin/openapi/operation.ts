import type { Json, JsonObject } from '../../../domain/kernel/json.ts';
import { textOf } from '../microversion.ts';
import type { Route } from '../route.ts';
import type { OpenRoute } from '../routes/open.ts';
import { STATUSES } from '../webob.ts';
import { MICROVERSION, parameters, REPEATABLE } from './parameters.ts';

const json = (schema: JsonObject, example?: JsonObject): JsonObject => ({ 'application/json': { schema, ...(example && { example }) } });

/** One route, and everything it may answer. */
export function operation(route: Route): JsonObject {
  const { id, summary, since, body } = route;
  return {
    operationId: id,
    summary,
    ...(since && { description: `From microversion ${textOf(since)} on; before that 400.` }),
    tags: [route.path.split('/')[1] || 'version'],
    ...(route.open && { security: [] }),
    parameters: [MICROVERSION, ...parameters(route), ...(changing(route) ? REPEATABLE : [])],
    ...(body && { requestBody: { required: !body.optional, content: json(body.schema, body.example) } }),
    responses: { ...(!route.closed && success(route)), ...failures(route) },
  };
}

/** Whether asking changes something. */
const changing = (route: Route): boolean => route.method !== 'GET' && !route.harmless;

function success({ answer }: Route): JsonObject {
  const { status, schema, location } = answer;
  const headers: JsonObject = {
    'X-OpenStack-Request-Id': { schema: { type: 'string' }, description: 'The name of this request in logs.' },
    ...(schema && { 'OpenStack-API-Version': { schema: { type: 'string' }, description: 'The version that was spoken.' } }),
    ...(location && { Location: { schema: { type: 'string', format: 'uri' }, description: 'The action that was filed.' } }),
  };
  return { [status]: { description: DESCRIPTIONS[status], headers, ...(schema && { content: json(schema) }) } };
}

const DESCRIPTIONS = {
  200: 'Done.',
  201: 'Brought into being.',
  202: 'Accepted: an action was filed, or is asked to stop.',
  204: 'Gone.',
};

/** Which errors may come: kept to what the route can do wrong, so that the document says something. */
function failures(route: Route): JsonObject {
  const named = route.path.includes('{');
  const changes = changing(route);
  const codes = [
    400,
    ...(changes || route.list?.paged || route.admins ? ([403] as const) : []),
    ...(named || route.body ? ([404] as const) : []),
    406,
    ...(route.open ? ([405] as const) : []),
    ...(changes ? ([409, 412, 422] as const) : []),
    ...(route.body ? ([413] as const) : []),
    ...(route.path === '/clusters/{cluster_id}/actions' ? ([410] as const) : []),
    429,
    ...(/^\/policies/.test(route.path) && route.method === 'POST' ? ([500] as const) : []),
    503,
  ] as const;
  const errors = codes.map((code): [string, Json] => [
    String(code),
    { $ref: `#/components/responses/${STATUSES[code].title.replaceAll(' ', '')}` },
  ]);
  return Object.fromEntries([...errors, ['401', { $ref: '#/components/responses/Unauthorized' }]]);
}

/** A path that asks for no token. */
export const openOperation = ({ id, summary, answers }: OpenRoute): JsonObject => ({
  operationId: id,
  summary,
  tags: ['open'],
  security: [],
  responses: Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => [status, { description: summary, content: json(schema) }]),
  ),
});
