import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { batchSize } from '../../../../lib/domain/policy/batch-plan.ts';
import { idOf } from '../../../support/documents.ts';
import { someMembers, verdictOf } from '../../../support/policy-facts.ts';

const of = (min_in_service: number, max_batch_size: number) => ({ min_in_service, max_batch_size, pause_time: 0 });

describe('how many at a time', () => {
  test.each<[number, number, number, number]>([
    // total, min_in_service, max_batch_size, size
    [10, 1, -1, 9],
    [10, 4, -1, 6],
    [10, 4, 3, 3],
    [10, 8, 3, 2],
    [10, 10, -1, 5],
    [5, 9, -1, 3],
    [5, 9, 1, 1],
    [1, 1, -1, 1],
  ])('of %i with %i in service, at most %i: %i', (total, inService, most, size) => {
    expect(batchSize(total, of(inService, most))).toBe(size);
  });

  test('never none, never more than allowed, and as many stay as must where they can', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.oneof(fc.constant(-1), fc.integer({ min: 1, max: 500 })), (total, inService, most) => {
        const size = batchSize(total, of(inService, most));
        expect(size).toBeGreaterThanOrEqual(1);
        if (most > 0) expect(size).toBeLessThanOrEqual(most);
        if (total > inService) expect(total - size).toBeGreaterThanOrEqual(inService);
      }),
    );
  });
});

describe('what is decided', () => {
  const update = { new_profile_id: 'p' };
  const members = someMembers(5, (i) => (i === 3 ? { status: 'ERROR' } : i === 4 ? { tainted: true } : {}));

  test('the sets of an update, the bad ones first', () => {
    const verdict = verdictOf('senlin.policy.batch-1.0', { max_batch_size: 2 }, { action: 'CLUSTER_UPDATE', inputs: update, members });
    expect(verdict).toMatchObject({
      kind: 'go',
      decisions: { update: { pause_time: 60, plan: [[idOf('d'), idOf('e')], [idOf('a'), idOf('b')], [idOf('c')]] } },
    });
  });

  test.each([{}, { ...update, profile_only: true }])('nothing of an update that touches nobody: %j', (inputs) => {
    expect(verdictOf('senlin.policy.batch-1.0', {}, { action: 'CLUSTER_UPDATE', inputs, members }).kind).toBe('pass');
  });

  test('nothing of what leaves the size as it is', () => {
    const both = { applies_to: ['GROW', 'SHRINK', 'UPDATE'], max_batch_size: 3, min_in_service: 3, pause_time: 7 };
    for (const action of ['CLUSTER_SCALE_OUT', 'CLUSTER_SCALE_IN'] as const)
      expect(verdictOf('senlin.policy.batch-1.1', both, { action, inputs: { count: 0 }, members }).kind).toBe('pass');
  });

  test('growth and shrinking only where it says so', () => {
    const grow = { action: 'CLUSTER_SCALE_OUT', inputs: { count: 5 }, members } as const;
    const shrink = { action: 'CLUSTER_SCALE_IN', inputs: { count: 4 }, members } as const;
    const both = { applies_to: ['GROW', 'SHRINK'], max_batch_size: 3, min_in_service: 3, pause_time: 7 };
    expect(verdictOf('senlin.policy.batch-1.0', {}, grow).kind).toBe('pass');
    expect(verdictOf('senlin.policy.batch-1.1', {}, grow).kind).toBe('pass');
    expect(verdictOf('senlin.policy.batch-1.1', both, grow)).toMatchObject({ decisions: { batch: { size: 3, pause_time: 7 } } });
    expect(verdictOf('senlin.policy.batch-1.1', both, shrink)).toMatchObject({ decisions: { batch: { size: 2, pause_time: 7 } } });
    expect(verdictOf('senlin.policy.batch-1.1', { ...both, max_batch_size: -1 }, grow).kind).toBe('pass');
    expect(verdictOf('senlin.policy.batch-1.1', both, { action: 'CLUSTER_UPDATE', inputs: update, members }).kind).toBe('pass');
  });
});
