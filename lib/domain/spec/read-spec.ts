import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import { isReferenceLike, readReference } from '../secret/reference.ts';
import { excess } from './bounds.ts';
import { ok, type Read, readBoolean, readInteger, readNumber, readString, shown, wrong } from './scalar.ts';
import type { PropertiesOf, SpecElement, SpecSchema } from './schema.ts';

/** `schema`: what the spec says does not fit. `excess`: it is too much of anything to be looked at. `at`: which item, as a JSON pointer. */
export type SpecFault = { readonly kind: 'fault'; readonly cause: 'schema' | 'excess'; readonly message: string; readonly at: string };

/** What is wrong, and where below what was read. */
type Wrong = { readonly kind: 'fault'; readonly message: string; readonly at: string };
type Placed<T extends Json = Json> = { readonly kind: 'ok'; readonly value: T } | Wrong;

/**
 * Checks a spec's properties, converts them to the schema's types and fills in defaults, with Senlin's rules and words.
 *
 * Never throws, whatever the value; reading what was read changes nothing. An item without a value and without a default is
 * left out. A Map may come as JSON text. Faults are found in the schema's order, unknown items last.
 */
export function readSpec<const S extends SpecSchema>(
  schema: S,
  properties: Json,
): { readonly kind: 'ok'; readonly value: JsonObject & PropertiesOf<S> } | SpecFault {
  const tooMuch = excess(properties);
  if (tooMuch !== undefined) return { kind: 'fault', cause: 'excess', message: tooMuch, at: '' };

  const read = isJsonObject(properties) ? readItems(schema, properties) : amiss(`'${shown(properties)}' is not a Map`);
  if (read.kind === 'fault') return { ...read, cause: 'schema' };

  // Defaults and Maps that came as text make a spec grow; what is answered must be readable again.
  const grownTooMuch = excess(read.value);
  if (grownTooMuch !== undefined) return { kind: 'fault', cause: 'excess', message: grownTooMuch, at: '' };
  return { kind: 'ok', value: read.value as JsonObject & PropertiesOf<S> };
}

const here = <T extends Json>(read: Read<T>): Placed<T> => (read.kind === 'fault' ? { ...read, at: '' } : read);
const below = (name: string | number, { kind, message, at }: Wrong): Wrong => ({ kind, message, at: `/${name}${at}` });

function readItems(schema: SpecSchema, given: JsonObject): Placed<JsonObject> {
  const items: [string, Json][] = [];
  for (const [name, element] of Object.entries(schema)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    const read = isGiven(element, value) ? readElement(element, value) : fallback(name, element);
    if (read?.kind === 'fault') return below(name, read);
    if (read) items.push([name, read.value]);
  }
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(schema, name));
  return unknown === undefined ? ok(Object.fromEntries(items)) : amiss(`Unrecognizable spec item '${shown(unknown)}'`);
}

/** Senlin takes null for "no Integer" and for nothing else. */
const isGiven = (element: SpecElement, value: Json | undefined): value is Json =>
  value !== undefined && !(value === null && element.type === 'Integer');

function fallback(name: string, element: SpecElement): Placed | undefined {
  if (element.default !== undefined) return ok(element.default);
  return element.required ? amiss(`Required spec item '${name}' not provided`) : undefined;
}

function readElement(element: SpecElement, value: Json): Placed {
  return inspect(element, value) ?? convert(element, value);
}

/**
 * The first of Senlin's two passes: types and allowed values of what is there, to the bottom. What is required, empty or unknown
 * inside a Map is left to the second, so a bad value deep down is complained about before a missing one above it.
 */
function inspect(element: SpecElement, value: Json): Wrong | undefined {
  switch (element.type) {
    case 'List': {
      // Senlin takes text for a list of its characters; nobody can mean that.
      if (!Array.isArray(value)) return amiss(`'${shown(value)}' is not a List`);
      return firstDefined([...value.entries()], ([index, item]) => placed(index, inspect(itemOf(element), item)));
    }
    case 'Map': {
      const given = asMap(value);
      if (!given) return amiss(`'${shown(value)}' is not a Map`);
      return firstDefined(Object.entries(element.schema ?? {}), ([name, child]) => {
        const item = Object.hasOwn(given, name) ? given[name] : undefined;
        return item === undefined || isEmpty(item) ? undefined : placed(name, inspect(child, item));
      });
    }
    default: {
      const read = convert(element, value);
      return read.kind === 'fault' ? read : forbidden(element, value);
    }
  }
}

function convert(element: SpecElement, value: Json): Placed {
  switch (element.type) {
    case 'Integer':
      return here(readInteger(value));
    case 'Number':
      return here(readNumber(value));
    case 'String':
      return isReferenceLike(value) ? readRef(element, value) : here(readString(value));
    case 'Boolean':
      return here(readBoolean(value));
    case 'List': {
      const items: Json[] = [];
      for (const [index, item] of (Array.isArray(value) ? value : []).entries()) {
        const read = convert(itemOf(element), item);
        if (read.kind === 'fault') return below(index, read);
        items.push(read.value);
      }
      return ok(items);
    }
    case 'Map': {
      const given = asMap(value) ?? {};
      // An empty Map is the empty default, however it got here: else reading twice would fill in what reading once left out.
      if (!element.schema || (element.default !== undefined && isEmpty(given))) return readFree(element, given);
      return readItems(element.schema, given);
    }
  }
}

function readRef({ secret }: SpecElement, value: JsonObject): Placed {
  if (!secret) return amiss('No reference to a secret is taken here');
  const reference = readReference(value);
  return typeof reference === 'string' ? amiss(`Invalid reference: ${reference}`) : ok(value);
}

/** A Map whose keys are the user's own. What stands in it as a reference, and would not be followed, is not taken for data. */
function readFree(element: SpecElement, given: JsonObject): Placed {
  for (const [name, value] of Object.entries(given)) {
    if (!isReferenceLike(value) || (!element.secret && Object.keys(value).length > 1)) continue;
    const read = readRef(element, value);
    if (read.kind === 'fault') return below(name, read);
  }
  return ok(given);
}

function forbidden(element: SpecElement, value: Json): Wrong | undefined {
  const text = readString(value);
  const broken = element.constraints?.find(({ constraint }) => text.kind === 'fault' || !constraint.includes(text.value));
  return broken && amiss(`'${shown(value)}' must be one of the allowed values: ${broken.constraint.join(', ')}`);
}

const amiss = (message: string): Wrong => ({ ...wrong(message), at: '' });
const placed = (name: string | number, complaint: Wrong | undefined) => complaint && below(name, complaint);

/** Of a list without a declared item, anything: the schemas here all declare one. */
const itemOf = (list: SpecElement): SpecElement => list.schema?.['*'] ?? { type: 'Map', required: false, updatable: false };

/** A Map as it is, or as JSON text; undefined when it is neither. */
export function asMap(value: Json): JsonObject | undefined {
  if (typeof value !== 'string') return isJsonObject(value) ? value : undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isJsonObject(parsed) && excess(parsed) === undefined ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const isEmpty = (value: Json): boolean => !value || (typeof value === 'object' && Object.keys(value).length === 0);

function firstDefined<T, R>(things: readonly T[], look: (thing: T) => R | undefined): R | undefined {
  for (const thing of things) {
    const found = look(thing);
    if (found !== undefined) return found;
  }
  return undefined;
}
