import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ADJUSTMENT_TYPES, adjusted, stepFor, stepsFault } from '../../../../lib/domain/group/scaling-policy.ts';

describe('the capacity that an adjustment leads to', () => {
  test.each([
    ['ChangeInCapacity', 3, 10, undefined, 13],
    ['ChangeInCapacity', -30, 10, undefined, 1],
    ['ExactCapacity', 5, 10, undefined, 5],
    ['ExactCapacity', 50, 10, undefined, 20],
    // AWS's documented examples: 10 % of 10 is one, 25 % of 10 is truncated, a small percentage is one at least.
    ['PercentChangeInCapacity', 10, 10, undefined, 11],
    ['PercentChangeInCapacity', 25, 10, undefined, 12],
    ['PercentChangeInCapacity', 5, 10, undefined, 11],
    ['PercentChangeInCapacity', -5, 10, undefined, 9],
    ['PercentChangeInCapacity', -67, 10, undefined, 4],
    ['PercentChangeInCapacity', 25, 4, 2, 6],
    ['PercentChangeInCapacity', 0, 10, 2, 10],
  ] as const)('%s %d of %d, at least %s: %d', (adjustmentType, amount, desiredCapacity, minMagnitude, wanted) => {
    const policy = { adjustmentType, ...(minMagnitude !== undefined && { minMagnitude }) };
    expect(adjusted({ minSize: 1, maxSize: 20, desiredCapacity }, policy, amount)).toBe(wanted);
  });

  test('is never outside the bounds', () => {
    const sizes = fc.record({ minSize: fc.nat(50), spread: fc.nat(50), at: fc.nat(50) });
    fc.assert(
      fc.property(
        sizes,
        fc.constantFrom(...ADJUSTMENT_TYPES),
        fc.integer({ min: -500, max: 500 }),
        fc.nat(10),
        ({ minSize, spread, at }, adjustmentType, amount, minMagnitude) => {
          const maxSize = minSize + spread;
          const to = adjusted(
            { minSize, maxSize, desiredCapacity: Math.min(maxSize, minSize + at) },
            { adjustmentType, minMagnitude },
            amount,
          );
          expect(to).toBeGreaterThanOrEqual(minSize);
          expect(to).toBeLessThanOrEqual(maxSize);
        },
      ),
    );
  });
});

describe('steps', () => {
  const steps = [
    { lower: 0, upper: 10, adjustment: 0 },
    { lower: 10, upper: 20, adjustment: 10 },
    { lower: 20, adjustment: 30 },
  ];

  test.each([
    [0, 0],
    [9.9, 0],
    [10, 10],
    [20, 30],
    [1_000, 30],
    [-1, undefined],
  ])('%d above the threshold is adjusted by %s', (distance, adjustment) => {
    expect(stepFor(steps, distance)?.adjustment).toBe(adjustment);
  });

  test('below the threshold the upper bound is within', () => {
    const below = [
      { upper: 0, lower: -10, adjustment: -1 },
      { upper: -10, adjustment: -2 },
    ];
    expect([stepFor(below, -5), stepFor(below, -10), stepFor(below, -11)].map((step) => step?.adjustment)).toEqual([-1, -2, -2]);
  });

  test.each([
    [[], 'At least one'],
    [[{ lower: 5, upper: 5, adjustment: 1 }], 'upper bound must be greater'],
    [
      [
        { lower: 0, upper: 5, adjustment: 1 },
        { lower: 6, adjustment: 2 },
      ],
      'gaps or overlap',
    ],
    [
      [
        { lower: 0, upper: 5, adjustment: 1 },
        { lower: 4, adjustment: 2 },
      ],
      'gaps or overlap',
    ],
    [
      [
        { lower: 0, adjustment: 1 },
        { lower: 5, adjustment: 2 },
      ],
      'unspecified upper bound',
    ],
    [[{ upper: 0, adjustment: 1 }, { adjustment: 2 }], 'unspecified lower bound'],
  ])('%j are refused: %s', (wrong, words) => {
    expect(stepsFault(wrong)).toContain(words);
  });

  test('that meet are taken in any order', () => {
    expect(stepsFault([...steps].reverse())).toBeUndefined();
  });
});
