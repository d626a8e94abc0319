import { describe, expect, test } from '@jest/globals';
import type { Json, JsonObject } from '../../../lib/domain/kernel/json.ts';
import { jsonPath } from '../../../lib/platform/json-path.ts';

const DOCUMENT = {
  name: 'web',
  nodes: [
    { id: 'a', tags: ['x', 'y'] },
    { id: 'b', tags: [] },
  ],
  constructor: 1,
  depth: { of: { it: null } },
};
const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1), 1]);

describe('what a path finds', () => {
  test.each<[string, readonly Json[]]>([
    ['$.name', ['web']],
    ['$.nodes[*].id', ['a', 'b']],
    ['$.nodes[-1]', [DOCUMENT.nodes[1] as Json]],
    ['$..tags', [['x', 'y'], []]],
    ['$.nodes[?@.id == "b"].id', ['b']],
    ['$.nodes[?length(@.tags) > 1].tags[0:1]', ['x']],
    ['$.nodes[?@ == $.nodes[0]].id', ['a']],
    ['$.constructor', [1]],
    ['$.toString', []],
    ['$..it', [null]],
  ])('%s', (path, found) => {
    const all = jsonPath.all(path, DOCUMENT);
    expect(all).toEqual(found);
    expect(structuredClone(all)).toEqual(found);
    expect(jsonPath.compile(path)?.(DOCUMENT)).toEqual(found[0]);
  });

  test('is the very thing, and not a copy', () => {
    expect(jsonPath.compile('$.nodes[0]')?.(DOCUMENT)).toBe(DOCUMENT.nodes[0]);
    expect(jsonPath.all('$', DOCUMENT)?.[0]).toBe(DOCUMENT);
    expect(jsonPath.compile('$.nodes')?.(DOCUMENT)).toBe(DOCUMENT.nodes);
  });
});

test('what may not be changed is looked through all the same', () => {
  const frozen = Object.freeze({ nodes: Object.freeze([Object.freeze({ id: 'a' }), Object.freeze({ id: 'b' })]) }) as unknown as JsonObject;
  expect(jsonPath.all('$.nodes[?length(@.id) == 1].id', frozen)).toEqual(['a', 'b']);
  expect(jsonPath.all('$..*', frozen)).toHaveLength(5);
  expect(jsonPath.compile('$.nodes[1]')?.(frozen)).toBe((frozen.nodes as Json[])[1]);
});

describe('a path that takes too much', () => {
  test.each(['$..*..*..*..*..*..*..*', '$..*[?$..*[?$..*]]', `$${'[*,*,*]'.repeat(20)}`])(
    'is left at that, without a result: %s',
    (path) => {
      expect(jsonPath.all(path, nested(26))).toBeUndefined();
    },
  );

  test('is none, when it is too long to be walked', () => {
    expect(jsonPath.compile(`$${'.a'.repeat(3_000)}`)).toBeUndefined();
    expect(jsonPath.all(`$${'.a'.repeat(3_000)}`, {})).toBeUndefined();
    expect(jsonPath.compile(`$${'.a'.repeat(400)}`)?.({})).toBeUndefined();
  });

  test.each(['$[', '$.[', 'x y', '$[?'])('cannot be read: %s', (path) => {
    expect(jsonPath.all(path, {})).toBeUndefined();
  });
});
