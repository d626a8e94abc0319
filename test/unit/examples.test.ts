import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { isJsonObject, type Json } from '../../lib/domain/kernel/json.ts';
import { policyTypes } from '../../lib/domain/policy/catalogue.ts';
import { validatePolicySpec } from '../../lib/domain/policy/validate-spec.ts';
import { profileTypes } from '../../lib/domain/profile/catalogue.ts';
import { validateProfileSpec } from '../../lib/domain/profile/validate-spec.ts';

const EXAMPLES = path.resolve(import.meta.dirname, '../../examples');
const yamlIn = (folder: string) => readdirSync(path.join(EXAMPLES, folder)).filter((name) => name.endsWith('.yaml'));
const read = (...place: readonly string[]) => parse(readFileSync(path.join(EXAMPLES, ...place), 'utf8')) as Json;

/** As the service gets it: clients send the content of a stack's template, not the name of its file. */
function specIn(...place: readonly string[]): Json {
  const spec = read(...place);
  if (!isJsonObject(spec) || !isJsonObject(spec.properties) || typeof spec.properties.template !== 'string') return spec;
  return { ...spec, properties: { ...spec.properties, template: read('..', spec.properties.template) } };
}

describe('profiles', () => {
  test.each(yamlIn('.'))('%s is accepted', (file) => {
    expect(validateProfileSpec(specIn(file))).toMatchObject({ kind: 'ok' });
  });

  test('there is one of every type', () => {
    const types = yamlIn('.').map((file) => validateProfileSpec(specIn(file)));
    expect(new Set(types.map((spec) => spec.kind === 'ok' && spec.type))).toEqual(new Set(profileTypes.keys()));
  });
});

describe('policies', () => {
  test.each(yamlIn('policies'))('%s is accepted', (file) => {
    expect(validatePolicySpec(specIn('policies', file))).toMatchObject({ kind: 'ok' });
  });

  test('there is one of every kind', () => {
    const kinds = yamlIn('policies').map((file) => validatePolicySpec(specIn('policies', file)));
    expect(new Set(kinds.map((spec) => spec.kind === 'ok' && spec.definition.name))).toEqual(
      new Set([...policyTypes.values()].map(({ name }) => name)),
    );
  });
});

test('every example is in the table of examples/README.md, and nothing else is', () => {
  const listed = [...readFileSync(path.join(EXAMPLES, 'README.md'), 'utf8').matchAll(/\]\(([\w./-]+\.yaml)\)/g)].map(([, file]) => file);
  expect(listed.toSorted()).toEqual([...yamlIn('.'), ...yamlIn('policies').map((file) => `policies/${file}`)].toSorted());
});
