import { describe, expect, test } from '@jest/globals';
import { nodeName } from '../../../../lib/domain/cluster/node-name.ts';

describe("a member's name by its cluster's format", () => {
  const cases: readonly (readonly [string, number, RegExp])[] = [
    ['web-$I', 7, /^web-7$/],
    ['web-$3I', 7, /^web-007$/],
    ['web-$3I', 12345, /^web-12345$/],
    ['web-$1I', 7, /^web-7$/],
    ['$R', 1, /^[a-zA-Z][a-zA-Z0-9]{7}$/],
    ['$4R', 1, /^[a-zA-Z][a-zA-Z0-9]{3}$/],
    ['$r', 1, /^[a-z][a-z0-9]{7}$/],
    ['$12r', 1, /^[a-z][a-z0-9]{11}$/],
    ['$1r', 1, /^[a-z]$/],
    ['a$2Ib$2rc', 5, /^a05b[a-z][a-z0-9]c$/],
    ['plain', 5, /^plain$/],
    ['cost $5', 5, /^cost \$5$/],
    ['$$I', 5, /^\$5$/],
  ];
  test.each(cases)('%s at %d', (format, index, name) => {
    expect(nodeName(format, index, 'seed')).toMatch(name);
  });

  test.each([undefined, null, '', 42, {}])('without a format (%p): node- and eight letters', (format) => {
    expect(nodeName(format, 1, 'seed')).toMatch(/^node-[a-zA-Z][a-zA-Z0-9]{7}$/);
  });

  test('is the same for the same node, and another for another', () => {
    expect(nodeName('$R', 1, 'a')).toBe(nodeName('$R', 2, 'a'));
    expect(new Set(Array.from({ length: 500 }, (_, n) => nodeName('$R', 1, `node ${n}`))).size).toBe(500);
  });
});
