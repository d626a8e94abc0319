import { describe, expect, test } from '@jest/globals';
import { type Adjustment, type Asked, checkSize, clamp, target } from '../../../../lib/domain/cluster/sizing.ts';

const MOST = 100;
const cluster = { minSize: 2, maxSize: 10, desiredCapacity: 5 };
const unbounded = { ...cluster, maxSize: -1 };

describe('whether a size fits', () => {
  const refusals: readonly (readonly [Partial<Asked>, string])[] = [
    [{ desired: 101 }, 'The target capacity (101) is greater than the maximum number of nodes allowed per cluster (100).'],
    [{ desired: 3, minSize: 4 }, 'The target capacity (3) is less than the specified min_size (4).'],
    [{ desired: 1 }, "The target capacity (1) is less than the cluster's min_size (2)."],
    [{ desired: 7, maxSize: 6 }, 'The target capacity (7) is greater than the specified max_size (6).'],
    [{ desired: 11 }, "The target capacity (11) is greater than the cluster's max_size (10)."],
    [{ minSize: 7, maxSize: 6 }, 'The specified min_size (7) is greater than the specified max_size (6).'],
    [{ minSize: 11 }, 'The specified min_size (11) is greater than the current max_size (10) of the cluster.'],
    [{ minSize: 6 }, 'The specified min_size (6) is greater than the current desired_capacity (5) of the cluster.'],
    [{ maxSize: 101 }, 'The specified max_size (101) is greater than the maximum number of nodes allowed per cluster (100).'],
    [{ maxSize: 1 }, 'The specified max_size (1) is less than the current min_size (2) of the cluster.'],
    [{ maxSize: 4 }, 'The specified max_size (4) is less than the current desired_capacity (5) of the cluster.'],
  ];
  test.each(refusals)('%j does not: %s', (asked, message) => {
    // By what the cluster is now the same may do another time.
    const code = /the cluster's|current/.test(message) ? 'cluster.bounds' : 'request.malformed';
    expect(checkSize(cluster, { strict: true, ...asked }, MOST)).toEqual({ kind: 'permanent', code, message });
  });

  test.each<Partial<Asked>>([
    {},
    { desired: 2 },
    { desired: 10 },
    { desired: 100, maxSize: -1 },
    { desired: 1, minSize: 0 },
    { desired: 20, maxSize: 20 },
    { minSize: 5 },
    { maxSize: 5 },
    { minSize: 0, maxSize: -1 },
    { desired: 5, minSize: 5, maxSize: 5 },
  ])('%j does', (asked) => {
    expect(checkSize(cluster, { strict: true, ...asked }, MOST)).toBeUndefined();
  });

  const lenient: readonly (readonly [string, Partial<Asked>, string | undefined])[] = [
    ['below the cluster', { desired: 1 }, undefined],
    ['above the cluster', { desired: 11 }, undefined],
    ['a min_size above the desired capacity', { minSize: 6 }, undefined],
    ['a max_size below the desired capacity', { maxSize: 4 }, undefined],
    ['above what the operator allows', { desired: 101 }, 'The target capacity (101) is greater than'],
    ['below what it brings along itself', { desired: 3, minSize: 4 }, 'less than the specified min_size'],
    ['above what it brings along itself', { desired: 7, maxSize: 6 }, 'greater than the specified max_size'],
    ['a min_size above the max_size that stays', { minSize: 11 }, 'greater than the current max_size'],
    ['a max_size below the min_size that stays', { maxSize: 1 }, 'less than the current min_size'],
  ];
  test.each(lenient)('not strictly, %s', (_, asked, message) => {
    const fault = checkSize(cluster, { strict: false, ...asked }, MOST);
    if (message === undefined) expect(fault).toBeUndefined();
    else expect(fault?.message).toContain(message);
  });

  test('a max_size of -1, given or stored, bounds nothing', () => {
    expect(checkSize(unbounded, { desired: 100, strict: true }, MOST)).toBeUndefined();
    expect(checkSize(unbounded, { minSize: 100, desired: 100, strict: true }, MOST)).toBeUndefined();
    expect(checkSize(cluster, { desired: 50, maxSize: -1, strict: true }, MOST)).toBeUndefined();
  });

  test('names the first thing wrong, in the order of questions', () => {
    const asked = { desired: 101, minSize: 200, maxSize: 150, strict: true };
    expect(checkSize(cluster, asked, MOST)?.message).toContain('maximum number of nodes');
    expect(checkSize(cluster, { ...asked, desired: 50 }, MOST)?.message).toContain('less than the specified min_size (200)');
    expect(checkSize(cluster, { ...asked, desired: undefined }, MOST)?.message).toContain(
      'min_size (200) is greater than the specified max_size (150)',
    );
    expect(checkSize(cluster, { ...asked, desired: undefined, minSize: 3 }, MOST)?.message).toContain(
      'max_size (150) is greater than the maximum',
    );
  });
});

describe('where an adjustment leads', () => {
  const cases: readonly (readonly [number, Adjustment['type'], number, number | undefined, number])[] = [
    [5, 'EXACT_CAPACITY', 3, undefined, 3],
    [5, 'EXACT_CAPACITY', 0, undefined, 0],
    [5, 'EXACT_CAPACITY', 3.9, undefined, 3],
    [5, 'EXACT_CAPACITY', -1, undefined, -1],
    [5, 'CHANGE_IN_CAPACITY', 2, undefined, 7],
    [5, 'CHANGE_IN_CAPACITY', -2, undefined, 3],
    [5, 'CHANGE_IN_CAPACITY', -7, undefined, -2],
    [5, 'CHANGE_IN_CAPACITY', 2.7, undefined, 7],
    [5, 'CHANGE_IN_CAPACITY', -2.7, undefined, 3],
    [10, 'CHANGE_IN_PERCENTAGE', 25, undefined, 12],
    [10, 'CHANGE_IN_PERCENTAGE', -25, undefined, 8],
    [10, 'CHANGE_IN_PERCENTAGE', 100, undefined, 20],
    [10, 'CHANGE_IN_PERCENTAGE', -100, undefined, 0],
    [10, 'CHANGE_IN_PERCENTAGE', 5, undefined, 11],
    [10, 'CHANGE_IN_PERCENTAGE', -5, undefined, 9],
    [3, 'CHANGE_IN_PERCENTAGE', 0.1, undefined, 4],
    [10, 'CHANGE_IN_PERCENTAGE', 19.9, undefined, 11],
    [10, 'CHANGE_IN_PERCENTAGE', 10, 3, 13],
    [10, 'CHANGE_IN_PERCENTAGE', -10, 3, 7],
    [10, 'CHANGE_IN_PERCENTAGE', 50, 3, 15],
    [10, 'CHANGE_IN_PERCENTAGE', 30, 3, 13],
    [0, 'CHANGE_IN_PERCENTAGE', 50, undefined, 0],
  ];
  test.each(cases)('from %d by %s %d (min_step %p) to %d', (current, type, number, minStep, size) => {
    expect(target(current, { type, number, minStep })).toBe(size);
  });

  test.each([0, -0])('no change stays none, whatever the least step: %d %%', (number) => {
    expect(target(10, { type: 'CHANGE_IN_PERCENTAGE', number, minStep: 2 })).toBe(10);
    expect(target(0, { type: 'CHANGE_IN_PERCENTAGE', number: 50, minStep: 2 })).toBe(0);
  });
});

describe('moving a target into range', () => {
  const cases: readonly (readonly [number, Pick<Asked, 'minSize' | 'maxSize'>, number])[] = [
    [5, {}, 5],
    [1, {}, 2],
    [-4, {}, 2],
    [11, {}, 10],
    [1, { minSize: 0 }, 1],
    [1, { minSize: 4 }, 4],
    [11, { maxSize: 20 }, 11],
    [21, { maxSize: 20 }, 20],
    [11, { maxSize: -1 }, 11],
    [500, { maxSize: -1 }, MOST],
    [500, { maxSize: 400 }, MOST],
  ];
  test.each(cases)('%d within %j of a cluster of 2 to 10 is %d', (desired, asked, size) => {
    expect(clamp(desired, cluster, asked, MOST)).toBe(size);
  });

  test('a cluster without upper bound is bounded by the operator', () => {
    expect(clamp(500, unbounded, {}, MOST)).toBe(MOST);
  });
});
