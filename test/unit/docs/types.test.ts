import { test } from '@jest/globals';
import { policyKinds } from '../../../lib/domain/policy/catalogue.ts';
import type { PolicyKind } from '../../../lib/domain/policy/policy-type.ts';
import { profileTypes } from '../../../lib/domain/profile/catalogue.ts';
import type { Operation } from '../../../lib/domain/profile/operation.ts';
import { nameVersion, type ProfileType } from '../../../lib/domain/profile/profile-type.ts';
import type { SpecElement, SpecSchema } from '../../../lib/domain/spec/schema.ts';
import { expectGenerated, table } from '../../support/generated-block.ts';

type Row = { readonly name: string; readonly element: SpecElement };

/** Every item with what is inside of it: `ports`, `ports[].protocol`. */
const rowsOf = (schema: SpecSchema, prefix = ''): readonly Row[] =>
  Object.entries(schema).flatMap(([item, element]) => {
    if (item === '*') return rowsOf(element.schema ?? {}, `${prefix}[].`);
    const name = `${prefix}${item}`;
    return [{ name, element }, ...rowsOf(element.schema ?? {}, element.type === 'List' ? name : `${name}.`)];
  });

const code = (text: string): string => `\`${text}\``;
const list = (texts: readonly string[]): string => texts.map(code).join(', ');
const typeOf = ({ type, schema }: SpecElement): string => (type === 'List' ? `List of ${schema?.['*']?.type ?? 'anything'}` : type);
const defaultOf = ({ required, default: value }: SpecElement): string =>
  required ? 'required' : value === undefined ? '' : code(JSON.stringify(value));

function meaningOf({ description = '', constraints = [], since, announced, deprecated }: SpecElement): string {
  const text = description === '' || description.endsWith('.') ? description : `${description}.`;
  const values = constraints.map((allowed) => {
    const versions = { ...allowed.announced, ...allowed.since };
    return `One of ${allowed.constraint.map((value) => (versions[value] ? `${code(value)} (since ${versions[value]})` : code(value))).join(', ')}.`;
  });
  const came =
    since !== undefined ? [`Since ${since}.`] : announced !== undefined ? [`Since ${announced}; older versions take it too.`] : [];
  const goes = deprecated
    ? [
        `**Deprecated** since ${deprecated.since}.`,
        ...(deprecated.use === undefined ? [] : [`Use ${code(deprecated.use)}.`]),
        ...(deprecated.until === undefined ? [] : [`Gone in ${deprecated.until}.`]),
      ]
    : [];
  return [text, ...values, ...came, ...goes].filter((part) => part !== '').join(' ');
}

const parametersOf = (operation: Operation): string =>
  Object.entries('parameters' in operation ? operation.parameters : {})
    .map(([name, { default: value }]) => (value === undefined ? code(name) : `${code(name)} (${code(String(value))})`))
    .join(', ');

const aboutProfile = (type: ProfileType): string => `## ${nameVersion(type)}

${table(
  ['property', 'type', 'default', 'updatable', 'meaning'],
  rowsOf(type.schema).map(({ name, element }) => [
    code(name),
    typeOf(element),
    defaultOf(element),
    element.updatable && !/[.[]/.test(name) ? 'yes' : '',
    meaningOf(element),
  ]),
)}

${table(
  ['operation', 'parameters', 'what it does'],
  Object.entries(type.operations).map(([name, operation]) => [code(name), parametersOf(operation), operation.description]),
)}

A broken node is brought back by ${list(type.recoverActions)}.`;

const aboutPolicies = (): string => policyKinds.map(aboutPolicy).join('\n\n');

/** Each version with how it stands: `1.0` (supported since 2016.04). */
const versionsWithStanding = ({ supportStatus, beyondSenlin = [] }: PolicyKind): string =>
  Object.entries(supportStatus)
    .map(([version, standings]) => {
      const standing = standings.at(-1);
      const ours = beyondSenlin.some((each) => each === version) ? ', not of Senlin' : '';
      return `${code(version)} (${standing?.status.toLowerCase()} since ${standing?.since}${ours})`;
    })
    .join(', ');

const aboutPolicy = (kind: PolicyKind): string => `## ${kind.name}

Versions ${versionsWithStanding(kind)}. Priority ${kind.priority}. ${
  kind.singleton ? 'A cluster takes one of each version.' : 'A cluster takes any number.'
} For clusters of ${kind.appliesTo === 'any' ? 'any profile type' : list(kind.appliesTo)}.

${table(
  ['property', 'type', 'default', 'meaning'],
  rowsOf(kind.schema).map(({ name, element }) => [code(name), typeOf(element), defaultOf(element), meaningOf(element)]),
)}`;

test('docs/reference/profile-types.md says what the profile types say', () => {
  expectGenerated('docs/reference/profile-types.md', 'profile types', [...profileTypes.values()].map(aboutProfile).join('\n\n'));
});

test('docs/reference/policy-types.md says what the policy types say', () => {
  expectGenerated('docs/reference/policy-types.md', 'policy types', aboutPolicies());
});
