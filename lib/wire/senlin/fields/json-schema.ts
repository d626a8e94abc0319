import type { JsonObject } from '../../../domain/kernel/json.ts';
import { textOf } from '../microversion.ts';
import type { Field, Fields } from './field.ts';

/** What the fields accept, in the words of JSON Schema. The same table validates, so the two cannot differ. */
export function objectSchema(fields: Fields): JsonObject {
  const required = Object.keys(fields).filter((name) => fields[name]?.required);
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldSchema(field)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function fieldSchema({ type, required, description, since }: Field<unknown>): JsonObject {
  const types = required ? type.types : [...type.types, 'null'];
  const { enum: values, ...rest } = type.schema ?? {};
  return {
    type: types.length === 1 && types[0] !== undefined ? types[0] : types,
    ...rest,
    ...(Array.isArray(values) && { enum: required ? values : [...values, null] }),
    description: since ? `${description} Ignored below microversion ${textOf(since)}.` : description,
  };
}
