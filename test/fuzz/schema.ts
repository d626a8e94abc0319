import { isJsonObject, type Json, type JsonObject } from '../../lib/domain/kernel/json.ts';
import type { Schemas } from './values.ts';

const isOf = (type: string, value: Json): boolean => {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isJsonObject(value);
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
};

/** As much of JSON Schema as answers are described with. @returns the first place that is not as it says */
export function misfit(schemas: Schemas, sent: JsonObject, value: Json, at = ''): string | undefined {
  const schema = schemas.resolve(sent);
  const choices = schema.oneOf ?? schema.anyOf;
  if (Array.isArray(choices))
    return choices.some((one) => misfit(schemas, one as JsonObject, value) === undefined) ? undefined : `${at} fits none of its choices`;
  const types = schema.type === undefined ? [] : ([schema.type].flat() as readonly string[]);
  if (types.length > 0 && !types.some((type) => isOf(type, value))) return `${at} is no ${types.join(' or ')}`;
  if (Array.isArray(schema.enum) && !schema.enum.includes(value as never)) return `${at} is none of its values`;
  if (Array.isArray(value)) {
    const items = schema.items;
    return isJsonObject(items) ? first(value.map((item, i) => () => misfit(schemas, items, item, `${at}/${i}`))) : undefined;
  }
  if (!isJsonObject(value)) return undefined;
  const missing = ((schema.required ?? []) as readonly string[]).find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return `${at}/${missing} is missing`;
  const properties = (schema.properties ?? {}) as Readonly<Record<string, JsonObject>>;
  return first(
    Object.entries(value).map(
      ([name, inner]) =>
        () =>
          properties[name] ? misfit(schemas, properties[name], inner, `${at}/${name}`) : undefined,
    ),
  );
}

const first = (looks: readonly (() => string | undefined)[]): string | undefined => {
  for (const look of looks) {
    const found = look();
    if (found !== undefined) return found;
  }
  return undefined;
};
