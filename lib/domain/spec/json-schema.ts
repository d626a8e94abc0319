import type { JsonObject } from '../kernel/json.ts';
import type { SpecElement, SpecSchema } from './schema.ts';

/**
 * The same schema in the words of JSON Schema, for the OpenAPI document. It describes what `readSpec` answers and what a careful
 * client sends; what a careless one sends is converted (digits to an Integer, "yes" to a Boolean), which JSON Schema cannot say.
 */
export function specToJsonSchema(schema: SpecSchema): JsonObject {
  const required = Object.keys(schema).filter((name) => schema[name]?.required);
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(schema).map(([name, element]) => [name, elementToJsonSchema(element)])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

function elementToJsonSchema(element: SpecElement): JsonObject {
  const [allowed] = element.constraints ?? [];
  return {
    ...shapeOf(element),
    ...(element.description === undefined ? {} : { description: element.description }),
    ...(element.default === undefined ? {} : { default: element.default }),
    ...(allowed ? { enum: allowed.constraint } : {}),
    ...(element.deprecated ? { deprecated: true } : {}),
  };
}

const REFERENCE: JsonObject = {
  type: 'object',
  properties: {
    secret_ref: { type: 'string', description: 'Where the secret is: `<backend>:<name>`, and `#<key>` for one member of it.' },
  },
  required: ['secret_ref'],
  additionalProperties: false,
};

function shapeOf({ type, schema, secret }: SpecElement): JsonObject {
  if (secret && type === 'String') return { anyOf: [{ type: 'string' }, REFERENCE] };
  if (secret && type === 'Map') return { type: 'object', additionalProperties: { anyOf: [{}, REFERENCE] } };
  switch (type) {
    case 'Integer':
      return { type: 'integer' };
    case 'Number':
      return { type: 'number' };
    case 'String':
      return { type: 'string' };
    case 'Boolean':
      return { type: 'boolean' };
    case 'List':
      return { type: 'array', items: schema?.['*'] ? elementToJsonSchema(schema['*']) : {} };
    case 'Map':
      return schema ? specToJsonSchema(schema) : { type: 'object', additionalProperties: true };
  }
}
