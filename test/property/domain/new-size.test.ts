import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newSize, type SizeRequest } from '../../../lib/domain/cluster/new-size.ts';

const MOST = 120;
const cluster = fc
  .record({ members: fc.nat(100), minSize: fc.nat(60), span: fc.option(fc.nat(60), { nil: undefined }), within: fc.nat(60) })
  .map(({ members, minSize, span, within }) => ({
    nodes: Array.from({ length: members }, (_, i) => `n${i}`),
    minSize,
    maxSize: span === undefined ? -1 : minSize + span,
    desiredCapacity: minSize + Math.min(within, span ?? within),
  }));
const adjustment = fc.oneof(
  fc.record({
    type: fc.constantFrom('EXACT_CAPACITY' as const, 'CHANGE_IN_CAPACITY' as const),
    number: fc.integer({ min: -200, max: 200 }),
  }),
  fc.record({
    type: fc.constant('CHANGE_IN_PERCENTAGE' as const),
    number: fc.double({ min: -300, max: 300, noNaN: true }),
    minStep: fc.option(fc.nat(20), { nil: undefined }),
  }),
);
const request = (fit: SizeRequest['fit']) =>
  fc
    .record({ adjustment, minSize: fc.nat(80), maxSize: fc.oneof(fc.constant(-1), fc.nat(80)) }, { requiredKeys: [] })
    .map((r): SizeRequest => ({ ...r, fit }));
const runs = { numRuns: 2_000 };
const high = (c: { maxSize: number }, r: SizeRequest) => {
  const most = r.maxSize ?? c.maxSize;
  return most < 0 ? MOST : Math.min(most, MOST);
};

describe('the one rule for sizes', () => {
  test.each(['strict', 'clamp'] as const)('%s: what comes out is within every bound that will hold', (fit) => {
    fc.assert(
      fc.property(cluster, request(fit), (c, r) => {
        const size = newSize(c, r, MOST);
        if (size.kind === 'refused' || (r.adjustment === undefined && fit === 'strict')) return;
        expect(size.desired).toBeGreaterThanOrEqual(r.minSize ?? c.minSize);
        expect(size.desired).toBeLessThanOrEqual(high(c, r));
      }),
      runs,
    );
  });

  test('effort: never refused, never the other way, never farther out of bounds than it is, and no farther than asked', () => {
    fc.assert(
      fc.property(cluster, fc.integer({ min: -150, max: 150 }), (c, number) => {
        const size = newSize(c, { adjustment: { type: 'CHANGE_IN_CAPACITY', number }, fit: 'effort' }, MOST);
        if (size.kind === 'refused') throw new Error(size.fault.message);
        expect(Math.abs(size.change)).toBeLessThanOrEqual(Math.abs(number));
        expect(size.change * number).toBeGreaterThanOrEqual(0);
        if (size.change > 0) expect(size.desired).toBeLessThanOrEqual(high(c, { fit: 'effort' }));
        if (size.change < 0) expect(size.desired).toBeGreaterThanOrEqual(c.minSize);
      }),
      runs,
    );
  });

  test('change and size agree, and asking twice answers the same', () => {
    fc.assert(
      fc.property(cluster, fc.constantFrom('strict' as const, 'clamp' as const, 'effort' as const).chain(request), (c, r) => {
        const size = newSize(c, r, MOST);
        expect(newSize(c, r, MOST)).toEqual(size);
        if (size.kind === 'sized') expect(size.desired - size.change).toBe(c.nodes.length);
      }),
      runs,
    );
  });

  test.each(['clamp', 'effort'] as const)('%s: asking for more never comes to less', (fit) => {
    fc.assert(
      fc.property(cluster, fc.integer({ min: -150, max: 150 }), fc.nat(50), (c, number, further) => {
        const by = (n: number) => newSize(c, { adjustment: { type: 'CHANGE_IN_CAPACITY', number: n }, fit }, MOST);
        const [less, more] = [by(number), by(number + further)];
        if (less.kind === 'sized' && more.kind === 'sized') expect(more.desired).toBeGreaterThanOrEqual(less.desired);
      }),
      runs,
    );
  });

  test('what strict lets through, the others leave as it is', () => {
    fc.assert(
      fc.property(cluster, request('strict'), (c, r) => {
        const strict = newSize(c, r, MOST);
        if (strict.kind === 'refused' || !r.adjustment) return;
        expect(newSize(c, { ...r, fit: 'clamp' }, MOST)).toEqual(strict);
        expect(newSize(c, { ...r, fit: 'effort' }, MOST)).toEqual(strict);
      }),
      runs,
    );
  });

  test('parts of nodes do not exist', () => {
    const c = { nodes: ['a'], minSize: 0, maxSize: -1, desiredCapacity: 1 };
    for (const number of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(newSize(c, { adjustment: { type: 'EXACT_CAPACITY', number }, fit: 'effort' }, MOST).kind).toBe('refused');
    }
  });
});
