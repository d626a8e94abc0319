import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bornAt, childId, isId, makeId, orderOf } from '../../../lib/domain/kernel/ids.ts';
import { instant } from '../../../lib/domain/kernel/time.ts';

const at = fc.nat(2 ** 48 - 1).map(instant);
const entropy = fc.record({ high: fc.nat(0xffffffff), low: fc.nat(0xffffffff) });
const sequence = fc.nat(0xffff);
const runs = { numRuns: 2_000 };

describe('ids', () => {
  test('are well-formed and carry their birth, whatever chance says', () => {
    fc.assert(
      fc.property(at, sequence, entropy, (birth, n, chance) => {
        const id = makeId(birth, n, chance);
        expect(isId(id)).toBe(true);
        expect(bornAt(id)).toBe(birth);
        expect(id[14]).toBe('8');
        expect('89ab').toContain(id[19]);
      }),
      runs,
    );
  });

  test('stand in order of birth, then of sequence', () => {
    fc.assert(
      fc.property(fc.tuple(at, sequence, entropy), fc.tuple(at, sequence, entropy), (a, b) => {
        const [first, second] = [makeId(...a), makeId(...b)].map(orderOf) as [string, string];
        const earlier = a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
        const later = a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
        if (earlier) expect(first < second).toBe(true);
        if (later) expect(first > second).toBe(true);
      }),
      runs,
    );
  });

  test('of children do not collide', () => {
    fc.assert(
      fc.property(entropy, at, (chance, birth) => {
        const parent = makeId(birth, 0, chance);
        const ids = ['child-0', 'child-1', 'node-0', 'event-start'].flatMap((kind) =>
          Array.from({ length: 250 }, (_, n) => childId(parent, kind, n, birth)),
        );
        expect(new Set(ids).size).toBe(1_000);
      }),
      { numRuns: 50 },
    );
  });

  test('of one family do not collide in their short form more often than chance allows', () => {
    const parents = Array.from({ length: 100 }, (_, n) => makeId(instant(1_700_000_000_000 + n), 0, { high: n, low: n }));
    const short = parents.flatMap((parent) =>
      Array.from({ length: 200 }, (_, n) => childId(parent, 'node-0', n, instant(1_700_000_000_000)).slice(0, 8)),
    );
    expect(short.length - new Set(short).size).toBeLessThan(5);
  });
});
