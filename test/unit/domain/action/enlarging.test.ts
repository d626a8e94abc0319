import { describe, expect, test } from '@jest/globals';
import { enlarge, enlargeUntil } from '../../../../lib/domain/action/enlarging.ts';
import { aCluster, anAction, T0 } from '../../../support/documents.ts';
import { input } from '../../../support/stepping.ts';

const found = (...nodes: readonly string[]) => anAction('CLUSTER_SCALE_OUT', { data: { reuse: { nodes: [...nodes] } } });
const cluster = aCluster({ nodes: ['a'], nextIndex: 2 });

describe('a cluster that grows', () => {
  test('takes in at once whom a policy has found, keeps places for the rest, and goes on whoever does not come', () => {
    expect(enlarge(found('x', 'y'), 0, cluster, input(), 5, T0)).toMatchObject({
      kind: 'round',
      child: 'NODE_JOIN',
      targets: { from: 'orphans', ids: ['x', 'y'], firstIndex: 2 },
      tolerant: true,
      cluster: { nodes: ['a', 'x', 'y'], guests: ['x', 'y'], nextIndex: 4, reserved: 3 },
    });
  });

  test('takes them in as many at a time as are worked on at a time, and keeps the places that are left', () => {
    const one = { ...found('x', 'y'), data: { ...found('x', 'y').data, batch: { size: 1, pause_time: 0 } } };
    expect(enlargeUntil(one, 2, cluster, 4, T0, 2)).toMatchObject({ targets: { ids: ['x'] }, cluster: { reserved: 2 } });
    expect(enlargeUntil(one, 3, cluster, 3, T0, 2)).toMatchObject({ targets: { ids: ['y'] }, cluster: { reserved: 2 } });
    expect(enlargeUntil(one, 4, cluster, 2, T0, 2)).toMatchObject({ child: 'NODE_CREATE', targets: { count: 1 } });
  });

  test('makes nobody where nobody is missing any more, however far it has come', () => {
    const batched = anAction('CLUSTER_SCALE_OUT', { inputs: { batch_size: 2 } });
    for (const self of [found(), batched])
      for (const missing of [0, -1])
        for (const stage of [2, 3, 4, 5]) expect(enlargeUntil(self, stage, cluster, missing, T0, 2)).toEqual({ kind: 'end' });
  });

  test('makes all of them where nobody was found', () => {
    expect(enlarge(found(), 0, cluster, input(), 2, T0)).toMatchObject({ child: 'NODE_CREATE', targets: { count: 2 } });
    expect(enlargeUntil(found(), 2, cluster, 2, T0, 2)).toMatchObject({ child: 'NODE_CREATE', targets: { count: 2 } });
    expect(enlargeUntil(found('x'), 3, cluster, 2, T0, 2)).toMatchObject({ child: 'NODE_CREATE', targets: { count: 2 } });
  });

  test('counts those that were made before, for whom to place where', () => {
    const batched = anAction('CLUSTER_SCALE_OUT', { inputs: { batch_size: 2 } });
    expect(enlarge(batched, 0, cluster, input(), 5, T0)).toMatchObject({ targets: { count: 2 }, cluster: { reserved: 3 } });
    expect(enlarge(batched, 2, cluster, input(), 5, T0)).toMatchObject({ targets: { count: 2, before: 2 }, cluster: { reserved: 1 } });
  });

  test.each([
    [3, ['x', 'y'], 1],
    [2, ['x', 'y'], undefined],
    [1, ['x'], undefined],
    [0, [], undefined],
    [-1, [], undefined],
  ])('where %d are missing takes in no more than those', (missing, ids, reserved) => {
    const round = enlargeUntil(found('x', 'y'), 2, cluster, missing, T0, 2);
    expect(round).toMatchObject({ child: 'NODE_JOIN', targets: { ids }, tolerant: true });
    expect(round.kind === 'round' && round.cluster?.reserved).toBe(reserved);
  });
});
