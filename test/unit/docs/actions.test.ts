import { expect, test } from '@jest/globals';
import { ACTION_STATUSES, CLUSTER_ACTIONS, NODE_ACTIONS } from '../../../lib/domain/action/action.ts';
import { CLUSTER_STATUSES } from '../../../lib/domain/cluster/cluster.ts';
import { NODE_STATUSES } from '../../../lib/domain/cluster/node.ts';
import { firstColumn } from '../../support/generated-block.ts';

test('every action and every status has its row, and every row is one', () => {
  const all = [...ACTION_STATUSES, ...CLUSTER_ACTIONS, ...NODE_ACTIONS, ...CLUSTER_STATUSES, ...NODE_STATUSES];
  expect(firstColumn('docs/reference/actions.md').toSorted()).toEqual(all.toSorted());
});
