import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import type { Json } from '../../../lib/domain/kernel/json.ts';
import { policyTypes } from '../../../lib/domain/policy/catalogue.ts';
import { validatePolicySpec } from '../../../lib/domain/policy/validate-spec.ts';
import { profileTypes } from '../../../lib/domain/profile/catalogue.ts';
import { validateProfileSpec } from '../../../lib/domain/profile/validate-spec.ts';
import { specToJsonSchema } from '../../../lib/domain/spec/json-schema.ts';
import { readSpec } from '../../../lib/domain/spec/read-spec.ts';
import type { SpecSchema } from '../../../lib/domain/spec/schema.ts';
import { anyJson, nearSpec } from '../../support/specs.ts';

const schemas = [...profileTypes, ...policyTypes].map(([name, { schema }]) => ({ name, schema }));
const scenario = fc.constantFrom(...schemas).chain(({ name, schema }) =>
  fc.record({
    name: fc.constant(name),
    schema: fc.constant(schema),
    given: fc.oneof({ weight: 9, arbitrary: nearSpec(schema) }, anyJson),
  }),
);

/** Said independently of `readSpec`, by zod's reading of the JSON Schema we publish. */
const published = new Map(schemas.map(({ name, schema }) => [name, z.fromJSONSchema(specToJsonSchema(schema))]));

describe('reading a spec', () => {
  test('never throws and answers only what the published JSON Schema allows', () => {
    let read = 0;
    fc.assert(
      fc.property(scenario, ({ name, schema, given }) => {
        const result = readSpec(schema, given);
        if (result.kind === 'fault') return expect(result.message).not.toBe('');
        read += 1;
        expect(published.get(name)?.safeParse(result.value).error?.issues ?? []).toEqual([]);
      }),
      { numRuns: 1000 },
    );
    // Or else the generator makes nothing that passes, and all of this says nothing.
    expect(read).toBeGreaterThan(100);
  });

  test('changes nothing the second time', () => {
    fc.assert(
      fc.property(scenario, ({ schema, given }) => {
        const once = readSpec(schema, given);
        if (once.kind === 'ok') expect(readSpec(schema, once.value)).toEqual(once);
      }),
      { numRuns: 1000 },
    );
  });

  test('leaves what it was given as it was', () => {
    fc.assert(
      fc.property(scenario, ({ schema, given }) => {
        const before = JSON.stringify(given);
        readSpec(schema, given);
        expect(JSON.stringify(given)).toBe(before);
      }),
    );
  });
});

describe('validating a whole spec', () => {
  const CODES = [
    'profile.spec.malformed',
    'profile.spec.invalid',
    'profile-type.not-found',
    'policy.spec.malformed',
    'policy.spec.invalid',
  ];
  const codes = [...CODES, 'policy-type.not-found'];
  const [profiles, policies] = [[...profileTypes.values()], [...policyTypes.values()]];
  const specOf = (types: readonly { readonly name: string; readonly version: string; readonly schema: SpecSchema }[]) =>
    fc.oneof(
      anyJson,
      fc
        .constantFrom(...types)
        .chain(({ name, version, schema }) =>
          fc.record({ type: fc.constant(name), version: fc.constant(version), properties: nearSpec(schema) }),
        ),
    );

  test.each([
    ['profile', (spec: Json) => validateProfileSpec(spec), specOf(profiles)],
    ['policy', (spec: Json) => validatePolicySpec(spec), specOf(policies)],
  ] as const)('of a %s never throws and faults only by the codes it names', (kind, validate, spec) => {
    fc.assert(
      fc.property(spec, (given) => {
        const result = validate(given);
        if (result.kind === 'ok') return;
        expect(codes.filter((code) => code.startsWith(kind))).toContain(result.fault.code);
        expect(result.fault.message).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });
});
