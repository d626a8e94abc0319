import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Asked, checkSize, clamp, target } from '../../../lib/domain/cluster/sizing.ts';

const MOST = 200;
const size = fc.nat(150);
const upper = fc.oneof(fc.constant(-1), size);
const cluster = fc
  .record({ minSize: size, span: fc.nat(50), bounded: fc.boolean(), within: fc.nat(50) })
  .map(({ minSize, span, bounded, within }) => ({
    minSize,
    maxSize: bounded ? minSize + span : -1,
    desiredCapacity: minSize + Math.min(within, span),
  }));
const asked: fc.Arbitrary<Asked> = fc.record({
  desired: fc.option(fc.integer({ min: -20, max: 300 }), { nil: undefined }),
  minSize: fc.option(size, { nil: undefined }),
  maxSize: fc.option(upper, { nil: undefined }),
  strict: fc.boolean(),
});
const runs = { numRuns: 2_000 };

describe('sizes', () => {
  test('a strict size that fits lies within every bound that will hold', () => {
    fc.assert(
      fc.property(cluster, asked, (before, wish) => {
        if (checkSize(before, { ...wish, strict: true }, MOST)) return;
        const low = wish.minSize ?? before.minSize;
        const high = wish.maxSize ?? before.maxSize;
        const desired = wish.desired ?? before.desiredCapacity;
        expect(desired).toBeGreaterThanOrEqual(low);
        if (high >= 0) expect(desired).toBeLessThanOrEqual(high);
        if (wish.desired !== undefined) expect(desired).toBeLessThanOrEqual(MOST);
      }),
      runs,
    );
  });

  test('what is refused leniently is refused strictly', () => {
    fc.assert(
      fc.property(cluster, asked, (before, wish) => {
        if (checkSize(before, { ...wish, strict: false }, MOST)) expect(checkSize(before, { ...wish, strict: true }, MOST)).toBeDefined();
      }),
      runs,
    );
  });

  test('what was moved into range fits, whenever the bounds themselves make sense', () => {
    fc.assert(
      fc.property(cluster, asked, fc.integer({ min: -500, max: 500 }), (before, wish, aim) => {
        const desired = clamp(aim, before, wish, MOST);
        const bounds = checkSize(before, { ...wish, desired: undefined, strict: false }, MOST);
        if (bounds === undefined) expect(checkSize(before, { ...wish, desired, strict: true }, MOST)).toBeUndefined();
      }),
      runs,
    );
  });

  test('what is in range already is not moved', () => {
    fc.assert(
      fc.property(cluster, (before) => {
        expect(clamp(before.desiredCapacity, before, {}, MOST)).toBe(before.desiredCapacity);
      }),
      runs,
    );
  });

  test('a percentage never turns round, never overshoots, and moves at least its step unless it is nothing', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.double({ min: -100, max: 300, noNaN: true }), fc.nat(20), (current, number, minStep) => {
        const plain = target(current, { type: 'CHANGE_IN_PERCENTAGE', number }) - current;
        const stepped = target(current, { type: 'CHANGE_IN_PERCENTAGE', number, minStep }) - current;
        const exact = (current * number) / 100;
        expect(Number.isInteger(plain)).toBe(true);
        expect(Math.sign(plain) + 0).toBe(Math.sign(exact) + 0);
        expect(Math.abs(plain)).toBeLessThanOrEqual(Math.max(1, Math.abs(exact)));
        expect(Math.abs(plain)).toBeGreaterThan(Math.abs(exact) - 1);
        expect(Math.abs(stepped)).toBe(exact === 0 ? 0 : Math.max(Math.abs(plain), minStep));
        expect(Math.sign(stepped) + 0).toBe(Math.sign(exact) + 0);
      }),
      runs,
    );
  });
});
