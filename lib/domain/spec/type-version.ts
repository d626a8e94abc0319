import type { AllowedValues, SpecElement, SpecSchema, SupportStatus, TypeVersion } from './schema.ts';

/** Whether a version of a type is at least another one of it. Numbers are compared, so that 1.10 comes after 1.9. */
export function isVersionAtLeast(version: string, least: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = least.split('.').map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/** A kind of type with all its versions, as profile types and policy types declare it. */
export type Versioned = {
  readonly name: string;
  /** By version, oldest first; also the list of the versions there are. */
  readonly supportStatus: SupportStatus;
  /** What any version knows; each item says since when. */
  readonly schema: SpecSchema;
  /** Versions that Senlin never had. Its clients see nothing of them. */
  readonly beyondSenlin?: readonly TypeVersion[];
};

/** The versions of a kind, oldest first, each with the schema it is read by, and whether Senlin had it. */
export const versionsOf = <K extends Versioned>(kind: K): readonly (K & { readonly version: string; readonly fromSenlin: boolean })[] =>
  Object.keys(kind.supportStatus).map((version) => ({
    ...kind,
    version,
    schema: schemaAt(kind.schema, version),
    fromSenlin: isFromSenlin(kind, version),
  }));

export const isFromSenlin = ({ beyondSenlin = [] }: Pick<Versioned, 'beyondSenlin'>, version: string): boolean =>
  !beyondSenlin.some((ours) => ours === version);

/** What one version of a type knows of its schema: nothing that came later, nothing that was gone by then. */
export const schemaAt = (schema: SpecSchema, version: string): SpecSchema =>
  Object.fromEntries(
    Object.entries(schema)
      .filter(([, element]) => knows(element, version))
      .map(([item, element]) => [item, elementAt(element, version)]),
  );

const knows = ({ since, deprecated }: SpecElement, version: string): boolean =>
  (since === undefined || isVersionAtLeast(version, since)) &&
  (deprecated?.until === undefined || !isVersionAtLeast(version, deprecated.until));

function elementAt({ deprecated, constraints, schema, ...element }: SpecElement, version: string): SpecElement {
  const warns = deprecated && isVersionAtLeast(version, deprecated.since);
  return {
    ...element,
    ...(schema && { schema: schemaAt(schema, version) }),
    ...(constraints && { constraints: constraints.map((allowed) => valuesAt(allowed, version)) }),
    ...(warns && { deprecated }),
  };
}

function valuesAt({ since = {}, ...allowed }: AllowedValues, version: string): AllowedValues {
  const later = (value: string): boolean => !isVersionAtLeast(version, since[value] ?? version);
  const known = Object.entries(since).filter(([value]) => !later(value));
  return {
    ...allowed,
    constraint: allowed.constraint.filter((value) => !later(value)),
    ...(known.length > 0 && { since: Object.fromEntries(known) }),
  };
}
