import { describe, expect, test } from '@jest/globals';
import { bornAt, childId, isId, makeId, orderOf, shortId } from '../../../../lib/domain/kernel/ids.ts';
import { instant } from '../../../../lib/domain/kernel/time.ts';

const at = instant(0x018b_cfe5_6800);
const entropy = { high: 0xdeadbeef, low: 0x89abcdef };

describe('an id', () => {
  test('is a UUID of version 8 that carries its time and its sequence', () => {
    expect(makeId(at, 0x12ab, entropy)).toBe('deadbeef-018b-8cfe-a568-0012ababcdef');
    expect(bornAt('deadbeef-018b-8cfe-a568-0012ababcdef')).toBe(at);
  });

  test('has the variant of RFC 9562 whatever chance says', () => {
    for (const low of [0, 0x40000000, 0x80000000, 0xc0000000, 0xffffffff]) {
      expect(makeId(at, 0, { high: 0, low })).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  test('is short by its random digits', () => {
    expect(shortId(makeId(at, 0, entropy))).toBe('deadbeef');
  });

  test('stands in order of birth, then of sequence, whatever chance says', () => {
    const earlier = makeId(at, 9, { high: 0xffffffff, low: 0xffffffff });
    const later = makeId(instant(at + 1), 0, { high: 0, low: 0 });
    const next = makeId(instant(at + 1), 1, { high: 0, low: 0 });
    expect([next, earlier, later].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))).toEqual([earlier, later, next]);
  });
});

describe("a child's id", () => {
  test('is the same every time it is decided', () => {
    expect(childId('parent', 'child-0', 3, at)).toBe(childId('parent', 'child-0', 3, at));
    expect(isId(childId('parent', 'child-0', 3, at))).toBe(true);
    expect(bornAt(childId('parent', 'child-0', 3, at))).toBe(at);
  });

  test('is another for another parent, kind, place or time', () => {
    const ids = [
      childId('parent', 'child-0', 3, at),
      childId('other', 'child-0', 3, at),
      childId('parent', 'node-0', 3, at),
      childId('parent', 'child-1', 3, at),
      childId('parent', 'child-0', 4, at),
      childId('parent', 'child-0', 3, instant(at + 1)),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('sorts in the order of the children, behind a parent of the same millisecond', () => {
    const parent = makeId(at, 0, { high: 0xffffffff, low: 0xffffffff });
    const order = [parent, ...Array.from({ length: 1_000 }, (_, n) => childId(parent, 'child-0', n, at))].map(orderOf);
    expect([...order].sort()).toEqual(order);
  });
});

test.each([
  ['deadbeef-018b-8cfe-a568-0012ababcdef', true],
  ['DEADBEEF-018b-8cfe-a568-0012ababcdef', false],
  ['deadbeef018b8cfea5680012ababcdef', false],
  ['deadbeef', false],
  ['', false],
  ['deadbeef-018b-8cfe-a568-0012ababcdef ', false],
])('a full id: %s %s', (text, is) => {
  expect(isId(text)).toBe(is);
});
