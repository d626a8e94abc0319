import { describe, expect, test } from '@jest/globals';
import type { Node } from '../../../../lib/domain/cluster/node.ts';
import { type Pool, restOf } from '../../../../lib/domain/cluster/pool.ts';
import { fromPool, poolChange, poolSize } from '../../../../lib/domain/cluster/pool-size.ts';
import { aCluster, aNode, idOf } from '../../../support/documents.ts';
import { at } from '../../../support/stepping.ts';

const POOL: Pool = { min: 0, prepared: null, state: 'STOPPED', reuses: false };

describe('the size of a pool', () => {
  test.each([
    [{}, 10, 4, 6],
    [{ min: 8 }, 10, 4, 8],
    [{ prepared: 6 }, 10, 4, 2],
    [{ prepared: 3 }, 10, 4, 0],
    [{ prepared: 3, min: 1 }, 10, 4, 1],
    [{}, -1, 4, 0],
    [{ min: 2 }, -1, 4, 2],
    [{ prepared: 9 }, -1, 4, 5],
    [{ draining: true, min: 3 }, 10, 4, 0],
  ] as const)('%j, at most %i, %i wanted: %i', (pool, maxSize, desiredCapacity, size) => {
    expect(poolSize({ pool: { ...POOL, ...pool }, maxSize, desiredCapacity })).toBe(size);
  });

  test('is none without a pool', () => {
    expect(poolSize({ maxSize: 10, desiredCapacity: 4 })).toBe(0);
    expect(poolSize({ pool: null, maxSize: 10, desiredCapacity: 4 })).toBe(0);
  });
});

describe('what a pool has too many and too few of', () => {
  const warm = (name: string, over: Partial<Node> = {}) =>
    aNode({ id: idOf(name), standby: { since: at(over.index ?? 0), aside: true, warm: 'STOPPED' }, ...over });
  const busy = { scope: 'exclusive', holders: ['somebody'], queue: [] } as const;
  const cluster = (pool: Partial<Pool>) => aCluster({ pool: { ...POOL, ...pool }, maxSize: 4, desiredCapacity: 1 });
  const serving = aNode({ id: idOf('serving') });

  test('nothing of it is counted that is in service', () => {
    expect(poolChange(cluster({}), [serving, warm('a')], 100)).toEqual({ surplus: [], missing: 2 });
  });
  test('whatever is broken goes and is made up for', () => {
    expect(poolChange(cluster({}), [serving, warm('a'), warm('b', { status: 'ERROR' })], 100)).toEqual({
      surplus: [idOf('b')],
      missing: 2,
    });
  });
  test('so does what the cluster makes no more', () => {
    const old = warm('b', { profileId: idOf('old') });
    expect(poolChange(cluster({}), [serving, warm('a'), old], 100)).toEqual({ surplus: [idOf('b')], missing: 2 });
    expect(fromPool(cluster({}), [old], 1)).toEqual([]);
  });
  test('whoever is being worked on counts, and is left alone', () => {
    const members = [serving, warm('a'), warm('b', { status: 'DELETING', lock: busy })];
    expect(poolChange(cluster({}), members, 100)).toEqual({ surplus: [], missing: 1 });
  });
  test('all of it goes once it is taken down', () => {
    expect(poolChange(cluster({ draining: true }), [serving, warm('a'), warm('b')], 100)).toEqual({
      surplus: [idOf('a'), idOf('b')],
      missing: 0,
    });
  });
  test('it has no more than the cluster may have members', () => {
    expect(poolChange(cluster({}), [serving], 3)).toEqual({ surplus: [], missing: 2 });
    expect(poolChange(cluster({}), [serving, warm('a'), warm('b')], 2)).toEqual({ surplus: [idOf('b')], missing: 0 });
  });

  test('those that are in it longest are taken first, and only those that can come', () => {
    const members = [
      warm('c', { index: 3 }),
      warm('a', { index: 1 }),
      warm('b', { index: 2, status: 'ERROR' }),
      warm('d', { index: 4, lock: busy }),
      serving,
    ];
    expect(fromPool(cluster({}), members, 9)).toEqual([idOf('a'), idOf('c')]);
    expect(fromPool(cluster({}), members, 1)).toEqual([idOf('a')]);
    expect(fromPool(cluster({}), members, 0)).toEqual([]);
  });
});

test.each([
  ['fake.node-1.0', 'STOPPED', 'stop'],
  ['fake.node-1.0', 'HIBERNATED', 'suspend'],
  ['fake.node-1.0', 'RUNNING', undefined],
  ['local.process-1.0', 'STOPPED', 'stop'],
  ['local.process-1.0', 'HIBERNATED', 'pause'],
  ['container.dockerinc.docker-1.0', 'STOPPED', 'pause'],
] as const)('%s is %s by: %s', (type, state, rest) => {
  expect(restOf(type, state)?.rest).toBe(rest);
});
