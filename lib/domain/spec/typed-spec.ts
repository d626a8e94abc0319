import { type Fault, permanent } from '../kernel/fault.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import { parseSpecEnvelope, type SpecKind, specFault, typeOfSpec } from './envelope.ts';
import { readSpec } from './read-spec.ts';
import type { SpecSchema } from './schema.ts';

/** A spec that fits its type's schema: what the user wrote, converted, with defaults filled in. */
export type TypedSpec<T> = {
  readonly kind: 'ok';
  /** `name-version`. */
  readonly type: string;
  readonly definition: T;
  readonly properties: JsonObject;
};

/**
 * Finds a spec's type and reads its properties by it. What the properties mean together is the type's own business.
 * Faults carry Senlin's messages, without what it puts in front of them when something is being created.
 */
export function readTypedSpec<T extends { readonly schema: SpecSchema }>(
  kind: SpecKind,
  spec: Json,
  types: ReadonlyMap<string, T>,
): TypedSpec<T> | { readonly kind: 'fault'; readonly fault: Fault } {
  const named = typeOfSpec(kind, spec);
  if (named.kind === 'fault') return named;

  const definition = types.get(named.type);
  if (!definition) return { kind: 'fault', fault: typeNotFound(kind, named.type) };

  const opened = parseSpecEnvelope(kind, spec);
  if (opened.kind === 'fault') return opened;

  const read = readSpec(definition.schema, opened.envelope.properties);
  if (read.kind === 'fault') {
    return { kind: 'fault', fault: specFault(kind, read.cause === 'schema' ? 'schema' : 'meaning', read.message) };
  }
  return { kind: 'ok', type: named.type, definition, properties: read.value };
}

export const typeNotFound = (kind: SpecKind, nameVersion: string): Fault =>
  permanent(`${kind}-type.not-found`, `The ${kind}_type '${nameVersion.slice(0, 255)}' could not be found.`);
