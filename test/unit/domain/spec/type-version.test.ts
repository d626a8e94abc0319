import { describe, expect, test } from '@jest/globals';
import { policyKinds, policyTypes } from '../../../../lib/domain/policy/catalogue.ts';
import { validatePolicySpec } from '../../../../lib/domain/policy/validate-spec.ts';
import { profileTypes } from '../../../../lib/domain/profile/catalogue.ts';
import { validateProfileSpec } from '../../../../lib/domain/profile/validate-spec.ts';
import { integer, list, map, string } from '../../../../lib/domain/spec/element.ts';
import { specToJsonSchema } from '../../../../lib/domain/spec/json-schema.ts';
import { readSpec } from '../../../../lib/domain/spec/read-spec.ts';
import type { SpecElement, SpecSchema } from '../../../../lib/domain/spec/schema.ts';
import { shownSchema } from '../../../../lib/domain/spec/shown-schema.ts';
import { warningsAbout } from '../../../../lib/domain/spec/spec-warnings.ts';
import { isFromSenlin, isVersionAtLeast, versionsOf } from '../../../../lib/domain/spec/type-version.ts';

/** A kind that has lived through everything that can happen to an item. */
const kind = {
  name: 'test.policy.aged',
  supportStatus: {
    '1.0': [{ status: 'DEPRECATED', since: '2026.11' }],
    '1.1': [{ status: 'SUPPORTED', since: '2026.11' }],
    '1.2': [{ status: 'SUPPORTED', since: '2026.12' }],
    '2.0': [{ status: 'EXPERIMENTAL', since: '2027.01' }],
  },
  beyondSenlin: ['1.2', '2.0'],
  schema: {
    always: integer('Always there.', { default: 1 }),
    tolerated: string('Came with 1.1 and is taken before.', { announced: '1.1' }),
    added: integer('Came with 1.2.', { since: '1.2', default: 7 }),
    leaving: string('On its way out.', { deprecated: { since: '1.1', use: 'inner.mode', until: '2.0' } }),
    inner: map('Items.', {
      mode: string('A choice.', { default: 'a', values: ['a', 'b', 'c'], valuesSince: { c: '1.2' }, valuesAnnounced: { b: '1.1' } }),
    }),
    each: list('Items.', map('An item.', { old: string('Old.', { deprecated: { since: '1.0' } }) })),
  },
} as const;
const [v10, v11, v12, v20] = versionsOf(kind);

const at = (version: string) => {
  const found = versionsOf(kind).find((type) => type.version === version);
  if (!found) throw new Error(version);
  return found;
};
const read = (version: string, properties: object) => readSpec<SpecSchema>(at(version).schema, JSON.parse(JSON.stringify(properties)));
const warnings = (version: string, properties: object) => warningsAbout(at(version), JSON.parse(JSON.stringify(properties)));

describe('a version of a type', () => {
  test('knows what came with it or before', () => {
    expect([v10, v11, v12, v20].map((type) => Object.keys(type?.schema ?? {}).join(' '))).toEqual([
      'always tolerated leaving inner each',
      'always tolerated leaving inner each',
      'always tolerated added leaving inner each',
      'always tolerated added inner each',
    ]);
  });

  test('fills in no default of what came later', () => {
    expect(read('1.0', {})).toEqual({ kind: 'ok', value: { always: 1 } });
    expect(read('1.2', {})).toEqual({ kind: 'ok', value: { always: 1, added: 7 } });
  });

  test.each([
    ['1.1', { added: 1 }, "Unrecognizable spec item 'added'"],
    ['1.1', { inner: { mode: 'c' } }, "'c' must be one of the allowed values: a, b"],
    ['2.0', { leaving: 'x' }, "Unrecognizable spec item 'leaving'"],
  ])('%s refuses %j', (version, properties, message) => expect(read(version, properties)).toMatchObject({ kind: 'fault', message }));

  test.each([
    ['1.2', { added: 1 }],
    ['1.2', { inner: { mode: 'c' } }],
    ['1.2', { leaving: 'x' }],
    ['1.0', { tolerated: 'x', inner: { mode: 'b' } }],
  ])('%s takes %j', (version, properties) => expect(read(version, properties).kind).toBe('ok'));

  test.each([
    ['1.10', '1.9', true],
    ['1.9', '1.10', false],
    ['2.0', '1.9', true],
    ['1.1', '1.1', true],
  ])('%s is at least %s: %s', (version, least, answer) => expect(isVersionAtLeast(version, least)).toBe(answer));

  test('says whether Senlin had it', () => {
    expect(versionsOf(kind).map((type) => type.fromSenlin)).toEqual([true, true, false, false]);
    expect(isFromSenlin({}, '1.0')).toBe(true);
  });
});

describe('warnings', () => {
  test.each([
    ['1.1', {}, []],
    [
      '1.1',
      { leaving: 'x' },
      [
        {
          item: 'leaving',
          message: "'leaving' is deprecated since version 1.1. Use 'inner.mode' instead. Version 2.0 does not know it any more.",
        },
      ],
    ],
    ['1.1', { each: [{}, { old: 'x' }] }, [{ item: 'each[1].old', message: "'each[1].old' is deprecated since version 1.0." }]],
    ['1.1', { each: ['{"old": "x"}'] }, [{ item: 'each[0].old', message: "'each[0].old' is deprecated since version 1.0." }]],
    ['1.1', { tolerated: 'x', inner: { mode: 'b' } }, []],
    [
      '1.0',
      { tolerated: 'x', inner: '{"mode": "b"}' },
      [
        { item: '', message: "Version 1.0 of 'test.policy.aged' is deprecated since 2026.11. Use version 1.2." },
        { item: 'tolerated', message: "'tolerated' came with version 1.1: a spec that has it should not name version 1.0." },
        { item: 'inner.mode', message: "'b' came with version 1.1: a spec that has it should not name version 1.0." },
      ],
    ],
    // Deprecated since 1.1: whoever writes 1.0 is not told.
    ['1.0', { leaving: 'x' }, [{ item: '', message: "Version 1.0 of 'test.policy.aged' is deprecated since 2026.11. Use version 1.2." }]],
  ])('%s with %j', (version, properties, expected) => expect(warnings(version, properties)).toEqual(expected));

  test('of a secret that is a text by itself, where it could be referred to', () => {
    const properties = { name: 's', flavor: 'f', networks: [{ network: 'n' }], admin_pass: 'in the clear' };
    expect(validateProfileSpec({ type: 'os.nova.server', version: '1.0', properties })).toMatchObject({
      kind: 'ok',
      warnings: [{ item: 'admin_pass', message: expect.stringContaining('secret_ref') }],
    });
  });

  test('of a real spec: what Senlin takes in a version that did not have it', () => {
    const properties = { hooks: { type: 'webhook', params: { url: 'http://x' } } };
    const spec = (version: string) => ({ type: 'senlin.policy.deletion', version, properties });
    expect(validatePolicySpec(spec('1.1'))).toMatchObject({ kind: 'ok', warnings: [] });
    expect(validatePolicySpec(spec('1.0'))).toMatchObject({
      kind: 'ok',
      warnings: [{ item: 'hooks', message: "'hooks' came with version 1.1: a spec that has it should not name version 1.0." }],
    });
  });
});

describe('a type as it is shown', () => {
  test('before our first microversion: no word of all this', () => {
    const shown = JSON.stringify(shownSchema(at('1.1'), { major: 1, minor: 14 }));
    expect(shown).not.toMatch(/since|announced|deprecated|status/);
  });

  test('from it on: since when, how it stands, and what to use instead', () => {
    const shown = shownSchema(at('1.2'), { major: 1, minor: 15 });
    expect(shown).toMatchObject({
      always: { status: 'SUPPORTED' },
      tolerated: { status: 'SUPPORTED', since: '1.1' },
      added: { status: 'SUPPORTED', since: '1.2' },
      leaving: { status: 'DEPRECATED', deprecated: { since: '1.1', use: 'inner.mode', until: '2.0' } },
      inner: { schema: { mode: { constraints: [{ constraint: ['a', 'b', 'c'], since: { b: '1.1', c: '1.2' } }] } } },
    });
    expect(shown).not.toHaveProperty('always.since');
  });

  test('a deprecated item is so in the JSON Schema too', () => {
    expect(specToJsonSchema(at('1.1').schema)).toMatchObject({ properties: { leaving: { deprecated: true } } });
    expect(specToJsonSchema(at('1.0').schema)).not.toHaveProperty('properties.leaving.deprecated');
  });
});

test('an unknown version is refused with the list of those there are', () => {
  expect(validatePolicySpec({ type: 'senlin.policy.health', version: '0.9', properties: {} })).toMatchObject({
    fault: {
      code: 'policy-type.version',
      message: expect.stringMatching(/^The policy_type 'senlin.policy.health' has no version '0.9'. Supported versions: 1.0, 1.1, 1.2/),
    },
  });
});

describe('the history that the catalogues tell', () => {
  const everyElement = function* (schema: SpecSchema, path: string): Generator<readonly [string, SpecElement]> {
    for (const [name, element] of Object.entries(schema)) {
      yield [`${path}.${name}`, element];
      yield* everyElement(element.schema ?? {}, `${path}.${name}`);
    }
  };
  const all = policyKinds.flatMap((type) => [...everyElement(type.schema, type.name)].map(([path, element]) => ({ type, path, element })));

  test('names only versions there are, and no item is required that older versions lack', () => {
    for (const { type, path, element } of all) {
      const { since, announced, deprecated, constraints = [] } = element;
      const values = constraints.flatMap((allowed) => [...Object.values(allowed.since ?? {}), ...Object.values(allowed.announced ?? {})]);
      const named = [since, announced, deprecated?.since, ...values].filter((version) => version !== undefined);
      expect({ path, unknown: named.filter((version) => !Object.hasOwn(type.supportStatus, version)) }).toEqual({ path, unknown: [] });
      expect({ path, both: since !== undefined && announced !== undefined }).toEqual({ path, both: false });
    }
  });

  test('what Senlin announced came with a version of Senlin; what is ours did not', () => {
    for (const { type, path, element } of all) {
      if (element.announced !== undefined) expect({ path, senlin: isFromSenlin(type, element.announced) }).toEqual({ path, senlin: true });
      if (element.since !== undefined) expect({ path, senlin: isFromSenlin(type, element.since) }).toEqual({ path, senlin: false });
    }
  });

  test('every version is a type of its own', () => {
    expect([...policyTypes.keys()]).toEqual(policyKinds.flatMap((type) => Object.keys(type.supportStatus).map((v) => `${type.name}-${v}`)));
    for (const [name, type] of [...profileTypes, ...policyTypes]) expect(name).toBe(`${type.name}-${type.version}`);
  });
});
