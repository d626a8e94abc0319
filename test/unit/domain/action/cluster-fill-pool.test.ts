import { expect, test } from '@jest/globals';
import type { Pool } from '../../../../lib/domain/cluster/pool.ts';
import { aCluster, aNode, idOf } from '../../../support/documents.ts';
import { allPut, commitOf, heldBy, ME, running, step } from '../../../support/stepping.ts';

const pool: Pool = { min: 2, prepared: null, state: 'STOPPED', reuses: false };

/** A pool that is to get `missing` more once those who were to make room have gone, or have not. */
function filled(members: number, missing: number, most: number): number {
  const nodes = Array.from({ length: members }, (_, i) => aNode({ id: idOf(`n${i}`), index: i + 1, clusterId: idOf('cluster') }));
  const cluster = aCluster({ pool, lock: heldBy(ME), nodes: nodes.map(({ id }) => id), nextIndex: members + 1 });
  const state = { phase: 'working', stage: 1, round: null, at: 0, memo: { victims: [0, 1], missing, most } };
  const made = step(running('CLUSTER_FILL_POOL', { state: state as never }), { cluster, members: nodes });
  return allPut('action', commitOf(made)).filter(({ action }) => action === 'NODE_CREATE').length;
}

test('a pool is filled up to what the operator allows a cluster, though those who were to make room are there yet', () => {
  expect(filled(3, 2, 12)).toBe(2);
  expect(filled(3, 2, 4)).toBe(1);
  expect(filled(5, 2, 4)).toBe(0);
});
