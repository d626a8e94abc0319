import { describe, expect, test } from '@jest/globals';
import type { Node } from '../../../../lib/domain/cluster/node.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { after, seconds } from '../../../../lib/domain/kernel/time.ts';
import { agedBatch, healthyIn } from '../../../../lib/domain/refresh/aged.ts';
import { aNode, idOf, T0 } from '../../../support/documents.ts';

test.each<[JsonObject, number, number]>([
  [{}, 90, 100],
  [{ MinHealthyPercentage: 50, MaxHealthyPercentage: 150 }, 50, 150],
  [{ MinHealthyPercentage: 0, MaxHealthyPercentage: 100 }, 0, 100],
  [{ MinHealthyPercentage: -1, MaxHealthyPercentage: -1 }, 90, 100],
])('a policy of maintenance %j: from %d to %d percent are well', (policy, min, max) => {
  expect(healthyIn({ InstanceMaintenancePolicy: policy })).toEqual({ min, max });
});

describe('those who have lived long enough', () => {
  const at = (some: number) => after(T0, seconds(some));
  /** Named after the second in which what is behind them was made. */
  const made = (...when: readonly number[]): Node[] =>
    when.map((some, i) => aNode({ id: `${some}`, index: i, initAt: T0, createdAt: T0, token: idOf(`maker ${some}`, at(some)) }));
  const replaced = (nodes: readonly Node[], min: number, now: number) =>
    agedBatch(nodes, nodes.length, { min, max: 100 }, seconds(100), at(now))?.ids;

  test('are as old as what is behind them, however long they are there themselves', () => {
    expect(replaced(made(0, 50), 0, 99)).toBeUndefined();
    expect(replaced(made(0, 50), 0, 100)).toEqual(['0']);
    expect(replaced([...made(50), aNode({ id: 'nobody’s', token: null, createdAt: at(10) })], 0, 110)).toEqual(['nobody’s']);
  });

  test('go a tenth of the group at a time, one at least, the oldest first', () => {
    expect(replaced(made(5, 2, 9), 0, 500)).toEqual(['2']);
    expect(replaced(made(...Array.from({ length: 20 }, (_, i) => 20 - i)), 0, 500)).toEqual(['1', '2']);
  });
});
