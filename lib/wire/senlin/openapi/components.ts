import type { Json, JsonObject } from '../../../domain/kernel/json.ts';
import { isJsonObject } from '../../../domain/kernel/json.ts';
import { specToJsonSchema } from '../../../domain/spec/json-schema.ts';
import type { SpecSchema } from '../../../domain/spec/schema.ts';
import type { Catalogues } from '../routes/types.ts';
import { versionSchema } from '../routes/version.ts';
import { actionSchema } from '../views/action.ts';
import { bindingSchema } from '../views/binding.ts';
import { clusterSchema } from '../views/cluster.ts';
import { documentSchema, integer, string } from '../views/document-schema.ts';
import { eventSchema } from '../views/event.ts';
import { nodeSchema } from '../views/node.ts';
import { policySchema } from '../views/policy.ts';
import { profileSchema } from '../views/profile.ts';
import { receiverSchema } from '../views/receiver.ts';
import { scheduleSchema } from '../views/schedule.ts';
import { secretSchema } from '../views/secret.ts';
import { serviceSchema } from '../views/service-info.ts';
import { listedTypeSchema, typeSchema } from '../views/type.ts';
import { STATUSES } from '../webob.ts';

const errorSchema = documentSchema({
  code: integer,
  error: documentSchema({ code: integer, message: string, type: string }),
  explanation: string,
  title: string,
});
const unauthorizedSchema = documentSchema({ error: documentSchema({ code: integer, title: string, message: string }) });

/** The documents that have a name. Wherever one of these very objects stands, a reference is put. */
const NAMED: Readonly<Record<string, JsonObject>> = {
  Action: actionSchema,
  Binding: bindingSchema,
  Cluster: clusterSchema,
  Error: errorSchema,
  Event: eventSchema,
  ListedType: listedTypeSchema,
  Node: nodeSchema,
  Policy: policySchema,
  Profile: profileSchema,
  Schedule: scheduleSchema,
  Receiver: receiverSchema,
  Secret: secretSchema,
  Service: serviceSchema,
  Type: typeSchema,
  UnauthorizedError: unauthorizedSchema,
  Version: versionSchema,
};
const NAMES = new Map(Object.entries(NAMED).map(([name, schema]) => [schema, name]));

/** Everything a reference leads to. */
export const components = ({ profileTypes, policyTypes }: Catalogues): JsonObject => ({
  // Copies: in their own place these are to stand in full.
  schemas: {
    ...Object.fromEntries(Object.entries(NAMED).map(([name, schema]) => [name, { ...schema }])),
    ProfileSpec: { oneOf: [...profileTypes.values()].map((type) => specSchema(type, type.version)) },
    PolicySpec: { oneOf: [...policyTypes.values()].map((type) => specSchema(type, type.version)) },
  },
  parameters: {
    microversion: {
      name: 'OpenStack-API-Version',
      in: 'header',
      schema: { type: 'string' },
      example: 'clustering 1.15',
      description: '`clustering X.Y` or `clustering latest`. Without it, 1.0.',
    },
    idempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
      description:
        'Your own name for this request. Sent again within a day it is not done again: it gets the first answer. For another request it is refused.',
    },
    ifMatch: {
      name: 'If-Match',
      in: 'header',
      schema: { type: 'string' },
      example: '"7"',
      description: 'The `ETag` of what you saw: refused with 412 when it has been changed since.',
    },
  },
  responses: {
    ...Object.fromEntries(
      Object.entries(STATUSES)
        .filter(([status]) => Number(status) >= 400)
        .map(([status, told]) => [told.title.replaceAll(' ', ''), errorResponse(Number(status), told)]),
    ),
    Unauthorized: { description: 'No token, or none that is good.', content: { 'application/json': { schema: unauthorizedSchema } } },
  },
  securitySchemes: {
    token: { type: 'apiKey', in: 'header', name: 'X-Auth-Token', description: 'From the Identity API, at `/identity/v3/auth/tokens`.' },
  },
});

const specSchema = ({ name, schema }: { readonly name: string; readonly schema: SpecSchema }, version: string): JsonObject => ({
  type: 'object',
  title: `${name}-${version}`,
  properties: {
    type: { const: name },
    version: { enum: [version, Number(version)] },
    properties: specToJsonSchema(schema),
    description: string,
  },
  required: ['type', 'version'],
});

const errorResponse = (code: number, { title, explanation }: { readonly title: string; readonly explanation: string }): JsonObject => ({
  description: explanation,
  content: {
    'application/json': {
      schema: errorSchema,
      example: { code, error: { code, message: EXAMPLES[code] ?? explanation, type: TYPES[code] ?? 'BadRequest' }, explanation, title },
    },
  },
});

const EXAMPLES: Readonly<Record<number, string>> = {
  400: "'name' is a required property",
  403: 'You are not authorized to complete this operation.',
  404: "The cluster 'x' could not be found.",
  409: "CLUSTER_CHECK for cluster 'x' cannot be completed because it is already locked.",
};
const TYPES: Readonly<Record<number, string>> = {
  400: 'HTTPBadRequest',
  403: 'Forbidden',
  404: 'ResourceNotFound',
  406: 'InvalidGlobalAPIVersion',
  409: 'ResourceIsLocked',
  500: 'ESchema',
  503: 'ServiceUnavailable',
};

/** The same document, with references where the named schemas stood. */
export function withRefs<T extends Json>(value: T): T;
export function withRefs(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withRefs(item));
  if (!isJsonObject(value)) return value;
  const name = NAMES.get(value);
  if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withRefs(inner)]));
}
