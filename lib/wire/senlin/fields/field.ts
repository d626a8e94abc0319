import type { Json, JsonObject } from '../../../domain/kernel/json.ts';
import { isJsonObject } from '../../../domain/kernel/json.ts';
import { textOf } from '../../../domain/spec/scalar.ts';
import type { Microversion } from '../../../domain/spec/schema.ts';
import { isAtLeast } from '../../../domain/spec/shown-schema.ts';
import { type Malformed, malformed, SENSELESS } from '../reply.ts';

export type Reading<T> = { readonly kind: 'read'; readonly value: T } | Malformed;
export const read = <T>(value: T): Reading<T> => ({ kind: 'read', value });

export type JsonType = 'integer' | 'number' | 'string' | 'boolean' | 'object' | 'array';

/**
 * What a field may hold. Senlin looks at a request twice, and so do we, because which complaint comes first is part of the contract:
 * first every value is converted, as liberally as Python converts; then what was sent is held against a schema.
 */
export type FieldType<T> = {
  /** The first look: never given null. */
  readonly convert: (value: Json, field: string) => Reading<T>;
  /** The second look: what the value may be as sent. */
  readonly types: readonly JsonType[];
  /** What else the schema says, as a complaint. Only asked when the type is right. */
  readonly inspect?: (value: Json) => string | undefined;
  /** The rest of its JSON Schema, for the OpenAPI document. */
  readonly schema?: JsonObject;
};

/** A member of a request's object: required ones are never null, the others may be null or missing, which is the same. */
export type Field<T, R extends boolean = boolean> = {
  readonly type: FieldType<T>;
  readonly required: R;
  readonly description: string;
  /** Read and forgotten below this version, as if it had not been sent. */
  readonly since?: Microversion;
};
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The values of some fields, as their types convert them. */
export type Values<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer T, infer R> ? (R extends true ? T : T | undefined) : never;
};

export const required = <T>(type: FieldType<T>, description: string): Field<T, true> => ({ type, description, required: true });
export const optional = <T>(type: FieldType<T>, description: string, since?: Microversion): Field<T, false> => ({
  type,
  description,
  required: false,
  ...(since && { since }),
});

/** Reads an object of which every member is known. */
export function readFields<F extends Fields>(fields: F, sent: Json, version: Microversion): Reading<Values<F>> {
  if (typeof sent === 'string' || Array.isArray(sent)) return malformed(`${reprOf(sent)} is not of type 'object'`);
  if (!isJsonObject(sent)) return malformed(SENSELESS);

  const values: Record<string, unknown> = {};
  for (const name in fields) {
    const field = fields[name];
    if (!field || !Object.hasOwn(sent, name)) continue;
    const value = sent[name] ?? null;
    if (value === null && field.required) return malformed(`Field \`${name}' cannot be None`);
    if (value === null) continue;
    const converted = field.type.convert(value, name);
    if (converted.kind === 'malformed') return converted;
    if (!field.since || isAtLeast(version, field.since)) values[name] = converted.value;
  }
  const complaint = missing(fields, sent) ?? surplus(fields, sent) ?? misfit(fields, sent);
  // Each value was converted by the type of the field it belongs to.
  return complaint === undefined ? read(values as Values<F>) : malformed(complaint);
}

/** Reads the members that are known and passes over the others. */
export const pickFields = <F extends Fields>(fields: F, sent: JsonObject, version: Microversion): Reading<Values<F>> =>
  readFields(fields, Object.fromEntries(Object.entries(sent).filter(([name]) => Object.hasOwn(fields, name))), version);

function missing(fields: Fields, sent: JsonObject): string | undefined {
  const name = Object.keys(fields)
    .sort()
    .find((key) => fields[key]?.required && !Object.hasOwn(sent, key));
  return name === undefined ? undefined : `'${name}' is a required property`;
}

function surplus(fields: Fields, sent: JsonObject): string | undefined {
  const extra = Object.keys(sent).filter((name) => !Object.hasOwn(fields, name));
  if (extra.length === 0) return undefined;
  return `Additional properties are not allowed (${extra.map(reprOf).join(', ')} ${extra.length === 1 ? 'was' : 'were'} unexpected)`;
}

function misfit(fields: Fields, sent: JsonObject): string | undefined {
  for (const name in fields) {
    const field = fields[name];
    const value = Object.hasOwn(sent, name) ? sent[name] : null;
    if (!field || value === undefined || value === null) continue;
    const { types, inspect } = field.type;
    if (!types.some((type) => isOf(type, value))) return notOfType(value, field.required ? types : [...types, 'null']);
    const complaint = inspect?.(value);
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}

export const notOfType = (value: Json, types: readonly string[]): string =>
  `${reprOf(value)} is not of type ${types.map((type) => `'${type}'`).join(', ')}`;

function isOf(type: JsonType, value: Json): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  return type === 'object' ? isJsonObject(value) : type === typeof value;
}

/** A value as Python shows it inside another: text in quotes. */
export const reprOf = (value: Json): string => textOf([value]).slice(1, -1);
