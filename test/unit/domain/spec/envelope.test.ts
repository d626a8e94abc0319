import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../../../lib/domain/kernel/json.ts';
import { parseSpecEnvelope, typeOfSpec } from '../../../../lib/domain/spec/envelope.ts';

describe('the type a spec asks for', () => {
  test.each([
    ['1.0', 'a.b-1.0'],
    [1, 'a.b-1.0'],
    [1.2, 'a.b-1.2'],
    [2, 'a.b-2.0'],
    ['latest', 'a.b-latest'],
  ])('version %j → %s', (version, type) => {
    expect(typeOfSpec('profile', { type: 'a.b', version })).toMatchObject({ kind: 'ok', type, name: 'a.b' });
  });

  test.each([
    ['profile', { version: '1.0' }, 'profile.spec.malformed', "The 'type' key is missing from the provided spec map."],
    ['profile', { type: 'a' }, 'profile.spec.malformed', "The 'version' key is missing from the provided spec map."],
    ['profile', 'text', 'profile.spec.malformed', 'The provided spec is not a map.'],
    ['policy', { version: '1.0' }, 'policy.spec.malformed', "The 'type' key is missing from the provided spec map."],
    ['policy', {}, 'policy.spec.malformed', "The 'type' key is missing from the provided spec map."],
    ['policy', { type: 'a' }, 'policy.spec.malformed', "The 'version' key is missing from the provided spec map."],
    // A spec of the wrong shape was never the server's fault, not even in Senlin.
    ['policy', [], 'policy.spec.invalid', 'The provided spec is not a map.'],
    ['policy', { type: 3, version: '1.0' }, 'policy.spec.invalid', "The 'type' of the provided spec is not a string."],
    ['policy', { type: 'a', version: [] }, 'policy.spec.invalid', "The 'version' of the provided spec is not a string."],
    ['policy', { type: 'a', version: null }, 'policy.spec.invalid', "The 'version' of the provided spec is not a string."],
  ] as const)('%s %j', (kind, spec, code, message) => {
    expect(typeOfSpec(kind, spec as Json)).toEqual({ kind: 'fault', fault: { kind: 'permanent', code, message } });
  });
});

describe('what is beside the properties', () => {
  const spec = { type: 'a', version: '1.0', properties: { x: 1 } };

  test('a profile has nothing', () => {
    expect(parseSpecEnvelope('profile', spec)).toEqual({ kind: 'ok', envelope: { properties: { x: 1 } } });
    expect(parseSpecEnvelope('profile', { ...spec, description: 'd' })).toMatchObject({
      fault: { code: 'profile.spec.invalid', message: "Unrecognizable spec item 'description'" },
    });
  });

  test('a policy has a description', () => {
    expect(parseSpecEnvelope('policy', spec)).toEqual({ kind: 'ok', envelope: { properties: { x: 1 }, description: '' } });
    expect(parseSpecEnvelope('policy', { ...spec, description: 'd' })).toMatchObject({ envelope: { description: 'd' } });
    expect(parseSpecEnvelope('policy', { ...spec, color: 'red' })).toMatchObject({
      fault: { code: 'policy.spec.malformed', message: "Unrecognizable spec item 'color'" },
    });
  });

  test.each([
    [{ type: 'a', version: '1.0' }, "Required spec item 'properties' not provided"],
    [{ type: 'a', version: '1.0', properties: null }, "'None' is not a Map"],
    [{ type: 'a', version: '1.0', properties: [] }, "'[]' is not a Map"],
  ])('properties are needed and are a Map: %j', (given, message) => {
    expect(parseSpecEnvelope('profile', given)).toMatchObject({ fault: { code: 'profile.spec.invalid', message } });
    expect(parseSpecEnvelope('policy', given)).toMatchObject({ fault: { code: 'policy.spec.malformed', message } });
  });
});
