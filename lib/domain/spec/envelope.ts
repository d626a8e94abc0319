import { type Fault, permanent } from '../kernel/fault.ts';
import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import { freeMap, string } from './element.ts';
import { readSpec } from './read-spec.ts';
import { shown, textOf } from './scalar.ts';
import type { SpecSchema } from './schema.ts';

export type SpecKind = 'profile' | 'policy';

/** What a profile or a policy is made of, opened but not yet read: `properties` are as the user sent them. */
export type SpecEnvelope = { readonly properties: JsonObject; readonly description?: string };

/** Whose fault it is: the shape of the whole, an item that does not fit the schema, or values that make no sense together. */
type Cause = 'untyped' | 'shape' | 'schema' | 'meaning';

/**
 * The same mistake has two codes because Senlin answers it in two ways: a profile that does not fit its schema is a bad request,
 * a policy that does not is an error of the server, and its clients test for both. Nothing else here is the server's fault.
 */
const CODES: Readonly<Record<SpecKind, Readonly<Record<Cause, string>>>> = {
  profile: {
    untyped: 'profile.spec.malformed',
    shape: 'profile.spec.malformed',
    schema: 'profile.spec.invalid',
    meaning: 'profile.spec.invalid',
  },
  policy: {
    untyped: 'policy.spec.malformed',
    shape: 'policy.spec.invalid',
    schema: 'policy.spec.malformed',
    meaning: 'policy.spec.invalid',
  },
};

/** @param at a JSON pointer into the spec, when the message does not name the place itself */
export const specFault = (kind: SpecKind, cause: Cause, message: string, at?: string): Fault =>
  at ? { kind: 'permanent', code: CODES[kind][cause], message, at } : permanent(CODES[kind][cause], message);

type Parsed<T> = ({ readonly kind: 'ok' } & T) | { readonly kind: 'fault'; readonly fault: Fault };
const fail = (fault: Fault): Parsed<never> => ({ kind: 'fault', fault });

/** The `name-version` a spec asks for, and its parts. Says nothing about the rest of it, because which rest is right depends on the type. */
export function typeOfSpec(kind: SpecKind, spec: Json): Parsed<{ readonly type: string; readonly name: string; readonly version: string }> {
  if (!isJsonObject(spec)) return fail(specFault(kind, 'shape', 'The provided spec is not a map.'));
  for (const key of ['type', 'version']) {
    if (!Object.hasOwn(spec, key)) return fail(specFault(kind, 'untyped', `The '${key}' key is missing from the provided spec map.`));
  }
  const { type = null, version = null } = spec;
  if (typeof type !== 'string') return fail(specFault(kind, 'shape', "The 'type' of the provided spec is not a string."));
  if (typeof version === 'object') return fail(specFault(kind, 'shape', "The 'version' of the provided spec is not a string."));
  const asked = versionText(version);
  return { kind: 'ok', type: `${type}-${asked}`, name: type, version: asked };
}

/** YAML and JSON turn an unquoted 1.0 into a number, and some of them into the number 1. */
const versionText = (version: string | number | boolean): string =>
  typeof version === 'number' && Number.isInteger(version) ? version.toFixed(1) : textOf(version);

const common = {
  type: string('Name of the type.', { required: true }),
  version: string('Version of the type.', { required: true }),
} as const satisfies SpecSchema;

const properties = { properties: freeMap('What the type asks for.', { required: true }) } as const satisfies SpecSchema;

const ENVELOPES = {
  profile: { ...common, ...properties },
  policy: { ...common, description: string('A text for people.', { default: '' }), ...properties },
} as const satisfies Readonly<Record<SpecKind, SpecSchema>>;

/** Opens a spec whose type is known: what is beside the properties must be known too. */
export function parseSpecEnvelope(kind: SpecKind, spec: Json): Parsed<{ readonly envelope: SpecEnvelope }> {
  const read = readSpec<SpecSchema>(ENVELOPES[kind], spec);
  if (read.kind === 'fault') return fail(specFault(kind, read.cause === 'schema' ? 'schema' : 'meaning', read.message));

  const { properties: inner = null, description } = read.value;
  if (!isJsonObject(inner)) return fail(specFault(kind, 'schema', `'${shown(inner)}' is not a Map`));
  return { kind: 'ok', envelope: typeof description === 'string' ? { properties: inner, description } : { properties: inner } };
}
