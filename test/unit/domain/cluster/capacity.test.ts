import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { declaredBy, keptFrom, ownedAfter } from '../../../../lib/domain/cluster/capacity.ts';
import type { CapacityOwner } from '../../../../lib/domain/cluster/capacity-owner.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { aCluster, T0 } from '../../../support/documents.ts';

const owner = (by: CapacityOwner['by'], id: string): CapacityOwner => ({ by, id, since: T0 });

describe('a size that is declared again', () => {
  const declared = { user: 'ann', number: 2 };
  test.each([
    // who set it since, who declares, what, what there is: who it stays with
    ['an alarm has changed it', owner('alarm', 'p'), 'ann', 2, 4, 'alarm'],
    ['a schedule has changed it', owner('schedule', 's'), 'ann', 2, 1, 'schedule'],
    ['another user has changed it', owner('user', 'bob'), 'ann', 2, 4, 'user'],
    ['she has changed it herself', owner('user', 'ann'), 'ann', 2, 4, undefined],
    ['she says another number', owner('alarm', 'p'), 'ann', 3, 4, undefined],
    ['somebody else declares', owner('alarm', 'p'), 'bob', 2, 4, undefined],
    ['it is that size', owner('alarm', 'p'), 'ann', 2, 2, undefined],
    ['nobody has ever changed it', undefined, 'ann', 2, 4, undefined],
  ] as const)('%s', (_, capacity, user, number, now, wanted) => {
    expect(keptFrom({ ...(capacity && { capacity }), declared }, user, number, now)?.by).toBe(wanted);
  });

  test('is nothing to anybody who has declared none', () => {
    expect(keptFrom({ capacity: owner('alarm', 'p') }, 'ann', 2, 4)).toBeUndefined();
  });

  test('is always heeded at the second try, once it has changed', () => {
    const users = fc.constantFrom('ann', 'bob');
    const sizes = fc.nat(5);
    fc.assert(
      fc.property(users, sizes, sizes, sizes, (user, first, second, now) => {
        const cluster = declaredBy({ ...aCluster(), capacity: owner('alarm', 'p') }, user, first);
        if (first !== second) expect(keptFrom(cluster, user, second, now)).toBeUndefined();
        const changed = declaredBy(cluster, user, second);
        expect(changed.declared).toEqual({ user, number: second });
        if (first === second) expect(changed).toBe(cluster);
      }),
    );
  });
});

describe('who owns the capacity after', () => {
  const cluster = aCluster({ desiredCapacity: 3 });
  const after = (action: 'CLUSTER_RESIZE' | 'CLUSTER_SCALE_OUT' | 'CLUSTER_CHECK', inputs: JsonObject, by?: 'alarm') =>
    ownedAfter(cluster, { action, inputs, user: 'ann', ...(by && { origin: { by, id: 'p', reason: '' } }) }, T0).capacity;

  test.each([
    ['a resize by an alarm', 'CLUSTER_RESIZE', { adjustment_type: 'EXACT_CAPACITY', number: 5 }, 'alarm', owner('alarm', 'p')],
    ['a resize by a user', 'CLUSTER_RESIZE', { adjustment_type: 'EXACT_CAPACITY', number: 5 }, undefined, owner('user', 'ann')],
    ['a resize to what it is', 'CLUSTER_RESIZE', { adjustment_type: 'EXACT_CAPACITY', number: 3 }, undefined, undefined],
    [
      'a resize to what it is about to be',
      'CLUSTER_RESIZE',
      { adjustment_type: 'EXACT_CAPACITY', number: 5, size_before: 5 },
      undefined,
      undefined,
    ],
    ['other bounds', 'CLUSTER_RESIZE', { min_size: 1 }, undefined, undefined],
    ['a scale-out', 'CLUSTER_SCALE_OUT', {}, undefined, owner('user', 'ann')],
    ['a look', 'CLUSTER_CHECK', {}, undefined, undefined],
  ] as const)('%s', (_, action, inputs, by, wanted) => {
    expect(after(action, inputs, by)).toEqual(wanted);
  });
});
