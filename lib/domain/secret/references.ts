import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import type { SpecElement } from '../spec/schema.ts';
import { isReferenceLike, type Reference, readReference } from './reference.ts';

/** What of a schema says where references may be. */
type Place = Pick<SpecElement, 'type' | 'secret' | 'schema'>;
type Places = { readonly [item: string]: Place };

/** Every reference in these properties that its place takes, each once. What looks like one elsewhere is data. */
export function referencesIn(schema: Places, properties: JsonObject): readonly Reference[] {
  const found = new Map<string, Reference>();
  replace(schema, properties, (reference) => {
    found.set(reference.text, reference);
    return null;
  });
  return [...found.values()];
}

/** The properties with values in place of their references. @param values by the reference's text: every one of `referencesIn` */
export const withValues = (schema: Places, properties: JsonObject, values: ReadonlyMap<string, string>): JsonObject =>
  replace(schema, properties, ({ text }) => values.get(text) ?? null);

type Fill = (reference: Reference) => Json;

const replace = (schema: Places, given: JsonObject, fill: Fill): JsonObject =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const place = Object.hasOwn(schema, name) ? schema[name] : undefined;
      return [name, place ? replaceIn(place, value, fill) : value];
    }),
  );

function replaceIn({ type, secret, schema }: Place, value: Json, fill: Fill): Json {
  if (secret && type === 'String') return filled(value, fill);
  if (type === 'List' && schema?.['*'] && Array.isArray(value)) {
    const item = schema['*'];
    return value.map((each: Json) => replaceIn(item, each, fill));
  }
  if (type !== 'Map' || !isJsonObject(value)) return value;
  if (schema) return replace(schema, value, fill);
  return secret ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, fill)])) : value;
}

function filled(value: Json, fill: Fill): Json {
  const reference = isReferenceLike(value) ? readReference(value) : undefined;
  return reference === undefined || typeof reference === 'string' ? value : fill(reference);
}
