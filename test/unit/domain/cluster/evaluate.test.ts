import { describe, expect, test } from '@jest/globals';
import { evaluate } from '../../../../lib/domain/cluster/evaluate.ts';
import type { NodeStatus } from '../../../../lib/domain/cluster/node.ts';

const members = (active: number, ...others: NodeStatus[]) => [
  ...Array.from({ length: active }, () => ({ status: 'ACTIVE' as const })),
  ...others.map((status) => ({ status })),
];
const bounds = { minSize: 2, desiredCapacity: 4, maxSize: 6 };

describe("a cluster's status, from its members", () => {
  test.each([
    [0, 'ERROR', 'below min_size (2)'],
    [1, 'ERROR', 'below min_size (2)'],
    [2, 'WARNING', 'below desired_capacity (4)'],
    [3, 'WARNING', 'below desired_capacity (4)'],
    [4, 'ACTIVE', 'equal or above desired_capacity (4)'],
    [6, 'ACTIVE', 'equal or above desired_capacity (4)'],
    [7, 'WARNING', 'above max_size (6)'],
  ])('%d active of 2..4..6: %s', (active, status, how) => {
    const statusReason = `CLUSTER_CHECK: number of active nodes is ${how}.`;
    expect(evaluate('CLUSTER_CHECK', bounds, members(active))).toEqual({ status, statusReason });
  });

  test('only ACTIVE counts', () => {
    const busy = members(3, 'ERROR', 'WARNING', 'CREATING', 'RECOVERING', 'UPDATING', 'DELETING', 'OPERATING', 'INIT');
    expect(evaluate('x', bounds, busy).status).toBe('WARNING');
  });

  test('without an upper bound there cannot be too many', () => {
    expect(evaluate('x', { ...bounds, maxSize: -1 }, members(1_000)).status).toBe('ACTIVE');
  });

  test('an empty cluster that wants nothing is as it should be', () => {
    expect(evaluate('x', { minSize: 0, desiredCapacity: 0, maxSize: -1 }, []).status).toBe('ACTIVE');
    expect(evaluate('x', { minSize: 0, desiredCapacity: 0, maxSize: 0 }, members(1)).status).toBe('WARNING');
  });

  test('the operation is named as the cause', () => {
    expect(evaluate('reboot', bounds, members(4)).statusReason).toMatch(/^reboot: /);
  });
});
