import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import { excess } from './bounds.ts';
import { ok, type Read, readBoolean, readInteger, readNumber, readString, shown, wrong } from './scalar.ts';
import type { PropertiesOf, SpecElement, SpecSchema } from './schema.ts';

/** `schema`: what the spec says does not fit. `excess`: it is too much of anything to be looked at. */
export type SpecFault = { readonly kind: 'fault'; readonly cause: 'schema' | 'excess'; readonly message: string };

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
  if (tooMuch !== undefined) return { kind: 'fault', cause: 'excess', message: tooMuch };

  const read = isJsonObject(properties) ? readItems(schema, properties) : wrong(`'${shown(properties)}' is not a Map`);
  if (read.kind === 'fault') return { ...read, cause: 'schema' };

  // Defaults and Maps that came as text make a spec grow; what is answered must be readable again.
  const grownTooMuch = excess(read.value);
  if (grownTooMuch !== undefined) return { kind: 'fault', cause: 'excess', message: grownTooMuch };
  return { kind: 'ok', value: read.value as JsonObject & PropertiesOf<S> };
}

function readItems(schema: SpecSchema, given: JsonObject): Read<JsonObject> {
  const items: [string, Json][] = [];
  for (const [name, element] of Object.entries(schema)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    const read = isGiven(element, value) ? readElement(element, value) : fallback(name, element);
    if (read?.kind === 'fault') return read;
    if (read) items.push([name, read.value]);
  }
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(schema, name));
  return unknown === undefined ? ok(Object.fromEntries(items)) : wrong(`Unrecognizable spec item '${shown(unknown)}'`);
}

/** Senlin takes null for "no Integer" and for nothing else. */
const isGiven = (element: SpecElement, value: Json | undefined): value is Json =>
  value !== undefined && !(value === null && element.type === 'Integer');

function fallback(name: string, element: SpecElement): Read | undefined {
  if (element.default !== undefined) return ok(element.default);
  return element.required ? wrong(`Required spec item '${name}' not provided`) : undefined;
}

function readElement(element: SpecElement, value: Json): Read {
  const complaint = inspect(element, value);
  return complaint === undefined ? convert(element, value) : wrong(complaint);
}

/**
 * The first of Senlin's two passes: types and allowed values of what is there, to the bottom. What is required, empty or unknown
 * inside a Map is left to the second, so a bad value deep down is complained about before a missing one above it.
 */
function inspect(element: SpecElement, value: Json): string | undefined {
  switch (element.type) {
    case 'List': {
      // Senlin takes text for a list of its characters; nobody can mean that.
      if (!Array.isArray(value)) return `'${shown(value)}' is not a List`;
      return firstDefined(value, (item) => inspect(itemOf(element), item));
    }
    case 'Map': {
      const given = asMap(value);
      if (!given) return `'${shown(value)}' is not a Map`;
      return firstDefined(Object.entries(element.schema ?? {}), ([name, child]) => {
        const item = Object.hasOwn(given, name) ? given[name] : undefined;
        return item === undefined || isEmpty(item) ? undefined : inspect(child, item);
      });
    }
    default: {
      const read = convert(element, value);
      return read.kind === 'fault' ? read.message : forbidden(element, value);
    }
  }
}

function convert(element: SpecElement, value: Json): Read {
  switch (element.type) {
    case 'Integer':
      return readInteger(value);
    case 'Number':
      return readNumber(value);
    case 'String':
      return readString(value);
    case 'Boolean':
      return readBoolean(value);
    case 'List': {
      const items: Json[] = [];
      for (const item of Array.isArray(value) ? value : []) {
        const read = convert(itemOf(element), item);
        if (read.kind === 'fault') return read;
        items.push(read.value);
      }
      return ok(items);
    }
    case 'Map': {
      const given = asMap(value) ?? {};
      // An empty Map is the empty default, however it got here: else reading twice would fill in what reading once left out.
      if (!element.schema || (element.default !== undefined && isEmpty(given))) return ok(given);
      return readItems(element.schema, given);
    }
  }
}

function forbidden(element: SpecElement, value: Json): string | undefined {
  const text = readString(value);
  const broken = element.constraints?.find(({ constraint }) => text.kind === 'fault' || !constraint.includes(text.value));
  return broken && `'${shown(value)}' must be one of the allowed values: ${broken.constraint.join(', ')}`;
}

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
