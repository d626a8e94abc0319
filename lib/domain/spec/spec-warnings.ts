import { isJsonObject, type Json } from '../kernel/json.ts';
import { asMap } from './read-spec.ts';
import type { SpecElement, SpecSchema, SupportStatus } from './schema.ts';
import { isVersionAtLeast } from './type-version.ts';

/** Something in a spec that works and should be written otherwise. */
export type SpecWarning = {
  /** A path from the properties, `detection.detection_modes[0].type`; empty when the type itself is meant. */
  readonly item: string;
  readonly message: string;
};

type Type = {
  readonly name: string;
  readonly version: string;
  readonly schema: SpecSchema;
  readonly supportStatus: SupportStatus;
};

/**
 * What to tell whoever sends a spec that was accepted: items that are deprecated, items that came with a later version of the type
 * than the spec names, and a version that is deprecated as a whole.
 *
 * @param properties as they were sent: defaults that are filled in are nobody's doing
 */
export const warningsAbout = (type: Type, properties: Json): readonly SpecWarning[] => [
  ...aboutVersion(type),
  ...aboutItems(type.schema, properties, type, ''),
];

function aboutVersion({ name, version, supportStatus }: Type): SpecWarning[] {
  const standing = supportStatus[version]?.at(-1);
  if (standing?.status !== 'DEPRECATED') return [];
  const newest = Object.keys(supportStatus)
    .filter((other) => supportStatus[other]?.at(-1)?.status === 'SUPPORTED')
    .at(-1);
  const instead = newest === undefined ? '' : ` Use version ${newest}.`;
  return [{ item: '', message: `Version ${version} of '${name}' is deprecated since ${standing.since}.${instead}` }];
}

function aboutItems(schema: SpecSchema, given: Json, type: Type, above: string): SpecWarning[] {
  const items = asMap(given) ?? {};
  return Object.entries(schema).flatMap(([name, element]) => {
    const value = Object.hasOwn(items, name) ? items[name] : undefined;
    return value === undefined ? [] : aboutItem(element, value, type, `${above}${name}`);
  });
}

function aboutItem(element: SpecElement, value: Json, type: Type, item: string): SpecWarning[] {
  const own = aboutDeprecated(element, item) ?? aboutLater(element, type, item);
  return [
    ...(own ? [own] : []),
    ...aboutPlain(element, value, item),
    ...aboutValue(element, value, type, item),
    ...aboutInside(element, value, type, item),
  ];
}

function aboutInside({ type: kind, schema }: SpecElement, value: Json, type: Type, item: string): SpecWarning[] {
  if (!schema) return [];
  if (kind === 'Map') return aboutItems(schema, value, type, `${item}.`);
  const inner = schema['*'];
  if (!inner || !Array.isArray(value)) return [];
  return value.flatMap((each: Json, place: number) =>
    isJsonObject(each) || typeof each === 'string' ? aboutItem(inner, each, type, `${item}[${place}]`) : [],
  );
}

function aboutDeprecated({ deprecated }: SpecElement, item: string): SpecWarning | undefined {
  if (!deprecated) return undefined;
  const { since, use, until } = deprecated;
  const ends = until === undefined ? '' : ` Version ${until} does not know it any more.`;
  const instead = use === undefined ? '' : ` Use '${use}' instead.`;
  return { item, message: `'${item}' is deprecated since version ${since}.${instead}${ends}` };
}

function aboutLater({ announced }: SpecElement, { version }: Type, item: string): SpecWarning | undefined {
  if (announced === undefined || isVersionAtLeast(version, announced)) return undefined;
  return { item, message: `'${item}' came with version ${announced}: a spec that has it should not name version ${version}.` };
}

function aboutValue({ constraints = [] }: SpecElement, value: Json, { version }: Type, item: string): SpecWarning[] {
  return constraints.flatMap(({ announced = {} }) => {
    const since = typeof value === 'string' && Object.hasOwn(announced, value) ? announced[value] : undefined;
    if (since === undefined || isVersionAtLeast(version, since)) return [];
    return [{ item, message: `'${value}' came with version ${since}: a spec that has it should not name version ${version}.` }];
  });
}

/** Names that say that what they name should not be read by everybody who may read the spec. */
const SENSITIVE =
  /(?:^|[_.-])(?:pass|passwd|password|passphrase|pwd|secret|token|credentials?|api_?key|private_?key|access_?key|auth)(?:$|[_.\d-])/i;

/** A secret that is written where a reference to one could stand. Whoever may read the spec may read it. */
function aboutPlain({ type, secret }: SpecElement, value: Json, item: string): SpecWarning[] {
  if (secret !== 'written') return [];
  const plain = type === 'Map' ? Object.entries(asMap(value) ?? {}).map(([name, each]) => ({ name, each, at: `${item}.${name}` })) : [];
  return [...plain, ...(type === 'String' ? [{ name: item, each: value, at: item }] : [])]
    .filter(({ name, each }) => SENSITIVE.test(name) && typeof each === 'string' && each !== '')
    .map(({ at }) => ({
      item: at,
      message: `'${at}' is stored and shown as it is written. Keep it as a secret and give its {"secret_ref": ...} instead.`,
    }));
}
