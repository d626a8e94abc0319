import type { JsonObject } from '../../../domain/kernel/json.ts';

/** JSON Schemas of what answers contain. */
export const string: JsonObject = { type: 'string' };
export const uuid: JsonObject = { type: 'string', format: 'uuid' };
export const integer: JsonObject = { type: 'integer' };
export const number: JsonObject = { type: 'number' };
export const boolean: JsonObject = { type: 'boolean' };
export const map: JsonObject = { type: 'object', additionalProperties: true };
export const time: JsonObject = { type: 'string', format: 'date-time' };
export const maybe = (schema: JsonObject): JsonObject => ({ anyOf: [schema, { type: 'null' }] });
export const listOf = (items: JsonObject): JsonObject => ({ type: 'array', items });
export const oneOf = (values: readonly string[]): JsonObject => ({ type: 'string', enum: values });

/** A document that has all of these members, and the optional ones where it says so. */
export const documentSchema = (properties: JsonObject, optional: readonly string[] = []): JsonObject => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});

export const enveloped = (key: string, schema: JsonObject): JsonObject => ({
  type: 'object',
  properties: { [key]: schema },
  required: [key],
});
