import { type Fault, permanent } from '../kernel/fault.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import { parseSpecEnvelope, type SpecKind, specFault, typeOfSpec } from './envelope.ts';
import { readSpec } from './read-spec.ts';
import type { SpecSchema, SupportStatus } from './schema.ts';
import { type SpecWarning, warningsAbout } from './spec-warnings.ts';

/** A spec that fits its type's schema: what the user wrote, converted, with defaults filled in. */
export type TypedSpec<T> = {
  readonly kind: 'ok';
  /** `name-version`. */
  readonly type: string;
  readonly definition: T;
  readonly properties: JsonObject;
  /** What should be written otherwise, though it works. */
  readonly warnings: readonly SpecWarning[];
};

/** What reading a spec needs to know of a type. Its schema is that of its version. */
type Readable = { readonly name: string; readonly version: string; readonly schema: SpecSchema; readonly supportStatus: SupportStatus };

/**
 * Finds a spec's type and reads its properties by it. What the properties mean together is the type's own business.
 * Faults carry Senlin's messages, without what it puts in front of them when something is being created.
 */
export function readTypedSpec<T extends Readable>(
  kind: SpecKind,
  spec: Json,
  types: ReadonlyMap<string, T>,
): TypedSpec<T> | { readonly kind: 'fault'; readonly fault: Fault } {
  const named = typeOfSpec(kind, spec);
  if (named.kind === 'fault') return named;

  const definition = types.get(named.type);
  if (!definition) return { kind: 'fault', fault: versionNotFound(kind, named, types) ?? typeNotFound(kind, named.type) };

  const opened = parseSpecEnvelope(kind, spec);
  if (opened.kind === 'fault') return opened;

  const read = readSpec(definition.schema, opened.envelope.properties);
  if (read.kind === 'fault') {
    return {
      kind: 'fault',
      fault: specFault(
        kind,
        read.cause === 'schema' ? 'schema' : 'meaning',
        read.message,
        read.cause === 'schema' ? `/properties${read.at}` : undefined,
      ),
    };
  }
  const warnings = warningsAbout(definition, opened.envelope.properties);
  return { kind: 'ok', type: named.type, definition, properties: read.value, warnings };
}

/** There is such a type, and no such version of it: that is a mistake in the spec, which can be put right. */
function versionNotFound(
  kind: SpecKind,
  { name, version }: { readonly name: string; readonly version: string },
  types: ReadonlyMap<string, Readable>,
): Fault | undefined {
  const versions = [...types.values()].filter((type) => type.name === name).map((type) => type.version);
  if (versions.length === 0) return undefined;
  return permanent(
    `${kind}-type.version`,
    `The ${kind}_type '${name}' has no version '${version.slice(0, 32)}'. Supported versions: ${versions.join(', ')}.`,
  );
}

export const typeNotFound = (kind: SpecKind, nameVersion: string): Fault =>
  permanent(`${kind}-type.not-found`, `The ${kind}_type '${nameVersion.slice(0, 255)}' could not be found.`);
