import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../../../lib/domain/kernel/json.ts';
import { LARGEST_SPEC } from '../../../../lib/domain/spec/bounds.ts';
import { boolean, freeMap, integer, list, map, number, string } from '../../../../lib/domain/spec/element.ts';
import { readSpec } from '../../../../lib/domain/spec/read-spec.ts';

const read = (element: Parameters<typeof list>[1], value: Json) => {
  const result = readSpec({ item: element }, { item: value });
  return result.kind === 'ok' ? result.value.item : result.message;
};

describe('scalars are converted as Senlin converts them', () => {
  test.each([
    [1, 1],
    ['12', 12],
    [' -3 ', -3],
    ['+4', 4],
    [1.9, 1],
    [-1.9, -1],
    [-0.5, 0],
    [true, 1],
    ['x', "The value 'x' is not a valid Integer"],
    ['1.0', "The value '1.0' is not a valid Integer"],
    ['', "The value '' is not a valid Integer"],
    ['0x10', "The value '0x10' is not a valid Integer"],
    [1e300, "The value '1e+300' is not a valid Integer"],
    ['99999999999999999999', "The value '99999999999999999999' is not a valid Integer"],
    [[], "The value '[]' is not a valid Integer"],
  ])('Integer %j → %j', (given, expected) => expect(read(integer('i'), given)).toEqual(expected));

  test.each([
    [1.5, 1.5],
    ['1.5', 1.5],
    ['2', 2],
    ['.5e1', 5],
    ['nan', "The value 'nan' is not a valid number."],
    ['inf', "The value 'inf' is not a valid number."],
    [null, "The value 'None' is not a valid number."],
    [{}, "The value '{}' is not a valid number."],
  ])('Number %j → %j', (given, expected) => expect(read(number('n'), given)).toEqual(expected));

  test.each([
    ['a', 'a'],
    ['', ''],
    [5, '5'],
    [true, 'True'],
    [[1, 'a', null], "[1, 'a', None]"],
    [{ a: "it's", b: 'both \' and "' }, `{'a': "it's", 'b': 'both \\' and "'}`],
    [null, "The value 'None' is not a valid string."],
  ])('String %j → %j', (given, expected) => expect(read(string('s'), given)).toEqual(expected));

  test.each([
    ['yes', true],
    ['ON', true],
    [' t ', true],
    [1, true],
    ['no', false],
    ['Off', false],
    [0, false],
    ['2', "The value '2' is not a valid Boolean"],
    [null, "The value 'None' is not a valid Boolean"],
    [[], "The value '[]' is not a valid Boolean"],
  ])('Boolean %j → %j', (given, expected) => expect(read(boolean('b'), given)).toEqual(expected));
});

describe('Lists and Maps', () => {
  test.each([
    [list('l', string('s')), ['a', 1], ['a', '1']],
    [list('l', string('s')), 'ab', "'ab' is not a List"],
    [list('l', string('s')), { '0': 'a' }, "'{'0': 'a'}' is not a List"],
    [list('l', string('s')), null, "'None' is not a List"],
    [list('l', string('s')), [null], "The value 'None' is not a valid string."],
    [freeMap('m'), { a: { b: [1, null] } }, { a: { b: [1, null] } }],
    [freeMap('m'), '{"a": 1}', { a: 1 }],
    [freeMap('m'), '[1]', "'[1]' is not a Map"],
    [freeMap('m'), 'nope', "'nope' is not a Map"],
    [freeMap('m'), [], "'[]' is not a Map"],
    [map('m', { a: integer('a', { default: 7 }), b: string('b') }), {}, { a: 7 }],
    [map('m', { a: integer('a', { required: true }) }), {}, "Required spec item 'a' not provided"],
    [map('m', { a: integer('a') }), { c: 1 }, "Unrecognizable spec item 'c'"],
    [list('l', map('m', { a: integer('a', { default: 7 }) })), [{}, { a: '8' }], [{ a: 7 }, { a: 8 }]],
  ] as const)('%# %j', (element, given, expected) => expect(read(element, given as Json)).toEqual(expected));

  test('a Map left out has no defaults of items, and a Map left empty at an empty default has none either', () => {
    const hook = { timeout: integer('t', { default: 0 }) };
    expect(readSpec({ hook: map('h', hook) }, {})).toEqual({ kind: 'ok', value: {} });
    expect(readSpec({ hook: map('h', hook, { default: {} }) }, {})).toEqual({ kind: 'ok', value: { hook: {} } });
    expect(readSpec({ hook: map('h', hook, { default: {} }) }, { hook: {} })).toEqual({ kind: 'ok', value: { hook: {} } });
  });
});

describe('what is given and what is not', () => {
  const schema = { size: integer('s', { required: true }), name: string('n'), kind: string('k', { default: 'a', values: ['a', 'b'] }) };

  test.each([
    [{ size: 1 }, { size: 1, kind: 'a' }],
    [
      { size: 1, name: 'x', kind: 'b' },
      { size: 1, name: 'x', kind: 'b' },
    ],
    [{}, "Required spec item 'size' not provided"],
    [{ size: null }, "Required spec item 'size' not provided"],
    [{ size: 1, kind: 'c' }, "'c' must be one of the allowed values: a, b"],
    [{ size: 1, color: 'red' }, "Unrecognizable spec item 'color'"],
    // The schema's order decides, unknown items come last.
    [{ color: 'red', kind: 'c' }, "Required spec item 'size' not provided"],
    [{ color: 'red', kind: 'c', size: 1 }, "'c' must be one of the allowed values: a, b"],
  ])('%j', (given, expected) => {
    const result = readSpec(schema, given);
    expect(result.kind === 'ok' ? result.value : result.message).toEqual(expected);
  });

  test('a bad value deep in a Map is found before a missing one above it', () => {
    const pool = map('p', { subnet: string('s', { required: true }), port: map('q', { number: integer('n') }) });
    expect(read(pool, { port: { number: 'x' } })).toBe("The value 'x' is not a valid Integer");
    expect(read(pool, { port: { number: '' } })).toBe("Required spec item 'subnet' not provided");
  });
});

describe('what is too much', () => {
  const nested = (depth: number): Json => (depth === 0 ? 1 : { a: nested(depth - 1) });
  const schema = { m: freeMap('m') };

  test.each([
    ['depth', { m: nested(LARGEST_SPEC.depth) }],
    ['bytes', { m: { text: 'é'.repeat(LARGEST_SPEC.bytes / 2 + 1) } }],
    ['values', { m: { list: Array.from({ length: LARGEST_SPEC.values }, () => 1) } }],
  ])('%s', (_what, given) => expect(readSpec(schema, given)).toMatchObject({ kind: 'fault', cause: 'excess' }));

  test('a nesting no stack could walk', () => {
    const deep: unknown = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000));
    expect(readSpec(schema, { m: deep as Json })).toMatchObject({ kind: 'fault', cause: 'excess' });
  });

  test('JSON text does not smuggle in what plain JSON may not', () => {
    expect(readSpec(schema, { m: JSON.stringify(nested(LARGEST_SPEC.depth)) })).toMatchObject({ kind: 'fault' });
    expect(readSpec(schema, { m: '{"__proto__": {"polluted": true}}' })).toMatchObject({ kind: 'fault' });
  });

  test('JSON text nested deeper than a stack can walk is no Map', () => {
    const deep = `{"name": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(readSpec({ m: map('m', { name: string('n') }) }, { m: deep })).toMatchObject({ kind: 'fault', cause: 'schema' });
  });

  test('what is within bounds as text can be too much once it is read', () => {
    const half = JSON.stringify({ list: Array.from({ length: LARGEST_SPEC.values / 2 }, () => 1) });
    expect(readSpec({ a: freeMap('a'), b: freeMap('b') }, { a: half })).toMatchObject({ kind: 'ok' });
    expect(readSpec({ a: freeMap('a'), b: freeMap('b') }, { a: half, b: half })).toMatchObject({ kind: 'fault', cause: 'excess' });
  });

  test('__proto__ is refused at any depth and changes no prototype', () => {
    for (const text of ['{"__proto__": {"polluted": true}}', '{"m": {"a": [{"__proto__": {"polluted": true}}]}}']) {
      expect(readSpec(schema, JSON.parse(text))).toMatchObject({ kind: 'fault', message: "Unrecognizable spec item '__proto__'" });
    }
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('names that every object inherits are unknown items like any other', () => {
    expect(readSpec(schema, { constructor: 1 })).toMatchObject({ message: "Unrecognizable spec item 'constructor'" });
    expect(readSpec({ toString: string('t', { required: true }) }, {})).toMatchObject({
      message: "Required spec item 'toString' not provided",
    });
  });

  test('a wrong value is not repeated in full', () => {
    const result = readSpec({ i: integer('i') }, { i: 'x'.repeat(100_000) });
    expect(result.kind === 'fault' && result.message.length).toBeLessThan(300);
  });
});

test('a spec of no Map is refused', () => {
  expect([null, 'text', 3, [], true].map((given) => readSpec({}, given))).toEqual(
    ["'None'", "'text'", "'3'", "'[]'", "'True'"].map((text) => ({
      kind: 'fault',
      cause: 'schema',
      message: `${text} is not a Map`,
      at: '',
    })),
  );
});

test.each([
  [
    {
      windows: [
        { cron: 'x', duration: 1 },
        { cron: 'x', duration: '3h' },
      ],
    },
    '/windows/1/duration',
  ],
  [{ windows: [{ cron: 'x' }] }, '/windows/0/duration'],
  [{ windows: [{ cron: 'x', duration: 1, colour: 1 }] }, '/windows/0'],
  [{ windows: { cron: 'x' } }, '/windows'],
  [{ zone: { sides: ['left', 'up'] } }, '/zone/sides/1'],
  [{ zone: { number: [] } }, '/zone/number'],
  [{ colour: 1 }, ''],
])('says where %j is wrong', (given, at) => {
  const window = map('w', { cron: string('c', { required: true }), duration: integer('d', { required: true }) });
  const zone = map('z', { sides: list('s', string('side', { values: ['left', 'right'] })), number: integer('n') });
  expect(readSpec({ windows: list('ws', window), zone }, given)).toMatchObject({ kind: 'fault', cause: 'schema', at });
});
