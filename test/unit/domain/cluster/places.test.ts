import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Node } from '../../../../lib/domain/cluster/node.ts';
import { desiredOnceGone, desiredOnceMade, sizeOnceMade } from '../../../../lib/domain/cluster/places.ts';

/** Members a, b, c, ...; those in capitals are on the list and not counted. */
const sized = (members: string, desiredCapacity: number) => ({
  id: 'web',
  nodes: [...members.toLowerCase()],
  aside: [...members].filter((id) => id !== id.toLowerCase()).map((id) => id.toLowerCase()),
  desiredCapacity,
});

describe('the desired capacity once one that was asked for by itself is made', () => {
  test.each([
    ['one more', 'abN', 2, 3],
    ['more than there are to be already', 'abcN', 2, 3],
    ['the same, in a place that stood empty', 'aN', 2, 2],
    ['one more, whoever else is not counted', 'abXYN', 2, 3],
    ['one more, of a list that an older version made', 'abn', 2, 3],
  ])('%s: %s of %d', (_, members, desired, then) => {
    expect(desiredOnceMade(sized(members, desired), 'n')).toBe(then);
  });
});

describe('the desired capacity once some are gone', () => {
  test.each([
    ['fewer by as many', 'abc', 3, 'ab', 1],
    ['the same, when they were too many', 'abcd', 3, 'd', 3],
    ['fewer by those that were not too many', 'abcd', 3, 'cd', 2],
    ['fewer, where some are missing', 'ab', 3, 'b', 2],
    ['the same, when they did not count', 'abcX', 3, 'x', 3],
    ['never less than none', 'abc', 1, 'abc', 0],
  ])('%s: %s of %d', (_, members, desired, gone, then) => {
    expect(desiredOnceGone(sized(members, desired), [...gone])).toBe(then);
  });

  test('who comes and goes leaves it as it was, and nobody leaves bounds that held', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.nat(9), fc.nat(9), (counted, desired, within) => {
        const before = sized('abcdefghi'.slice(0, counted), desired);
        const made = desiredOnceMade({ ...before, nodes: [...before.nodes, 'n'], aside: ['n'] }, 'n');
        const after = { ...before, nodes: [...before.nodes, 'n'], desiredCapacity: made };
        const most = Math.max(desired, counted + 1);
        expect(made).toBeLessThanOrEqual(most);
        if (counted >= desired) expect(desiredOnceGone(after, ['n'])).toBe(counted > desired ? made : desired);
        const gone = before.nodes.slice(0, within);
        const least = Math.min(desired, counted - gone.length);
        expect(desiredOnceGone(before, gone)).toBeGreaterThanOrEqual(Math.max(0, least));
        expect(desiredOnceGone(before, gone)).toBeLessThanOrEqual(desired);
      }),
    );
  });
});

describe('how many a cluster counts once one is made', () => {
  const node = (id: string, index: number, more: Partial<Node> = {}) => ({
    id,
    index,
    clusterId: 'web',
    status: 'ACTIVE' as const,
    ...more,
  });
  const awaited = { added: true, status: 'INIT' } as const;

  test('follows from the list, where nobody else is awaited or stands by', () => {
    expect(sizeOnceMade(sized('abN', 2), { id: 'n', index: 3 }, undefined)).toBe(3);
    expect(sizeOnceMade(sized('abn', 2), { id: 'n', index: 3 }, undefined)).toBe(3);
  });

  test('else from the members: those that count, and those that were asked for before', () => {
    const cluster = sized('aBMNO', 1);
    expect(sizeOnceMade(cluster, { id: 'n', index: 4 }, undefined)).toBeUndefined();
    const members = [
      node('a', 1),
      node('b', 2, { standby: { since: 0 as never, aside: true } }),
      node('m', 3, awaited),
      node('n', 4, awaited),
      node('o', 5, awaited),
    ] as const;
    expect(sizeOnceMade(cluster, { id: 'n', index: 4 }, members)).toBe(3);
    expect(sizeOnceMade(cluster, { id: 'o', index: 5 }, members)).toBe(4);
    expect(sizeOnceMade(cluster, { id: 'm', index: 3 }, [...members, node('z', 0, { clusterId: 'other' })])).toBe(2);
    // Made meanwhile, or failed: it counts, whatever the list says.
    expect(sizeOnceMade(cluster, { id: 'm', index: 3 }, [...members.slice(0, 4), node('o', 5, { added: true })])).toBe(3);
  });
});
