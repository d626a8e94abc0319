import { describe, expect, test } from '@jest/globals';
import { integer, list, map, string } from '../../../../lib/domain/spec/element.ts';
import { isAtLeast, shownSchema } from '../../../../lib/domain/spec/shown-schema.ts';

const mv = (minor: number) => ({ major: 1, minor });

describe('a schema as it is shown', () => {
  const schema = {
    old: string('Old.', { required: true, values: ['a'] }),
    inner: list('Inner.', map(undefined, { old: integer('Old.', { default: 0 }), late: string('Late.', { shownSince: mv(15) }) })),
    late: string('Late.', { shownSince: mv(15), updatable: true }),
  };
  const old = {
    type: 'String',
    required: true,
    updatable: false,
    description: 'Old.',
    constraints: [{ type: 'AllowedValues', constraint: ['a'] }],
  };
  const inner = (items: object) => ({
    type: 'List',
    required: false,
    updatable: false,
    description: 'Inner.',
    schema: { '*': { type: 'Map', required: false, updatable: false, schema: items } },
  });
  const number = { type: 'Integer', required: false, updatable: false, description: 'Old.', default: 0 };
  const late = { type: 'String', required: false, updatable: false, description: 'Late.' };

  test('before: without what came later, at any depth', () => {
    expect(shownSchema({ schema }, mv(14))).toStrictEqual({ old, inner: inner({ old: number }) });
  });

  test('since: with it, and without saying when it came', () => {
    const status = 'SUPPORTED';
    expect(shownSchema({ schema: { old: schema.old, late: schema.late } }, mv(15))).toStrictEqual({
      old: { ...old, status },
      late: { ...late, updatable: true, status },
    });
    expect(shownSchema({ schema: { inner: schema.inner } }, mv(15))).toMatchObject({ inner: inner({ old: number, late }) });
  });
});

test.each([
  [1, 14, false],
  [1, 15, true],
  [1, 16, true],
  [2, 0, true],
  [0, 99, false],
])('%i.%i is at least 1.15: %s', (major, minor, answer) => expect(isAtLeast({ major, minor }, mv(15))).toBe(answer));
