import { describe, expect, test } from '@jest/globals';
import { admitStandby, capacityAfter } from '../../../../lib/domain/action/standby-capacity.ts';
import { chooseVictims } from '../../../../lib/domain/cluster/victims.ts';
import { aCluster, aNode, anAction, aPolicy, idOf } from '../../../support/documents.ts';
import { commitOf, heldBy, ME, putOf, sharedBy, step } from '../../../support/stepping.ts';

const policy = aPolicy({
  id: idOf('lb'),
  type: 'senlin.policy.loadbalance-1.4',
  spec: {
    type: 'senlin.policy.loadbalance',
    version: '1.4',
    properties: { pool: { subnet: 's' }, vip: { subnet: 's' }, drain_timeout: 7 },
  },
});
const binding = { id: idOf('b'), policyId: policy.id, policyType: policy.type, enabled: true, priority: 500, data: null, lastOp: null };
const cluster = aCluster({ nodes: [idOf('node')], bindings: [binding], desiredCapacity: 1, lock: sharedBy(ME) });
const node = aNode({ lock: heldBy(ME), data: { lb_member: 'm', placement: { zone: 'z' } } });
const asked = (operation: string) => anAction('NODE_OPERATION', { inputs: { operation, params: {} } });
const seen = (one = node) => ({ node: one, cluster, members: [one], policies: [policy] });
const ok = { kind: 'ok', data: { [node.id]: 'm2' } } as const;

describe('standby', () => {
  test('takes a node out of its balancer, and then it stands by', () => {
    const begun = commitOf(step(asked('enter_standby'), seen()));
    expect(begun.call).toMatchObject({ to: 'balance', ask: 'remove', drain: 7, members: [{ nodeId: node.id }] });
    const done = commitOf(step(begun.next, seen(), { returned: ok }));
    expect(putOf('node', done)).toMatchObject({
      status: 'ACTIVE',
      standby: { since: expect.any(Number) },
      data: { placement: { zone: 'z' } },
    });
    expect(putOf('node', done)?.data).not.toHaveProperty('lb_member');
    expect(putOf('cluster', done)).toMatchObject({ nodes: [node.id], desiredCapacity: 1 });
  });

  test('and back', () => {
    const away = { ...node, data: {}, standby: { since: node.initAt } };
    const begun = commitOf(step(asked('exit_standby'), seen(away)));
    expect(begun.call).toMatchObject({ to: 'balance', ask: 'add' });
    const done = commitOf(step(begun.next, seen(away), { returned: ok }));
    expect(putOf('node', done)).toMatchObject({ status: 'ACTIVE', standby: null, data: { lb_member: 'm2' } });
  });

  test('cancelled under way, it is in its balancer as before', () => {
    const begun = commitOf(step(asked('enter_standby'), seen()));
    const undoing = commitOf(
      step({ ...begun.next, signal: 'cancel', dueAt: node.initAt }, seen(), { now: begun.next.dueAt ?? node.initAt }),
    );
    expect(undoing.call).toMatchObject({ to: 'balance', ask: 'add' });
    const ended = commitOf(step(undoing.next, seen(), { returned: ok }));
    expect(ended.next.status).toBe('CANCELLED');
    expect(putOf('node', ended)).toMatchObject({ status: 'ACTIVE', data: { lb_member: 'm2' } });
  });

  test('who stands by is not chosen to go', () => {
    const others = [aNode({ id: idOf('a') }), aNode({ id: idOf('b'), status: 'ERROR', standby: { since: node.initAt } })];
    expect(chooseVictims(others, 2, 'seed')).toEqual([idOf('a')]);
  });

  test('an orphan has nothing to stand by for', () => {
    const ended = commitOf(
      step(anAction('NODE_OPERATION', { clusterId: '', inputs: { operation: 'enter_standby' } }), { node: { ...node, clusterId: '' } }),
    );
    expect(ended.next.status).toBe('FAILED');
  });
});

test('those that did not come back from standby are not counted as if they had', () => {
  const members = ['a', 'b'].map((name) => aNode({ id: idOf(name), standby: { since: node.initAt, aside: true } }));
  const ids = members.map(({ id }) => id);
  const asked = { inputs: { operation: 'exit_standby', nodes: ids } };
  const after = (desiredCapacity: number) => capacityAfter(asked, { ...cluster, nodes: ids, desiredCapacity }, members, { by: 2 });
  expect(after(2)).toEqual({ cluster: { desiredCapacity: 0 } });
  expect(after(5)).toEqual({ cluster: { desiredCapacity: 3 } });
  const [one = '', another = ''] = ids;
  const some = members.map((node) => (node.id === another ? { ...node, standby: null } : node));
  expect(capacityAfter(asked, { ...cluster, nodes: [one, another], desiredCapacity: 5 }, some, { by: 1 })).toEqual({
    cluster: { desiredCapacity: 4 },
  });
});

test('the last node may go into standby, and then none is desired', () => {
  const asked = { inputs: { operation: 'enter_standby', decrement: true, nodes: [node.id] } };
  expect(admitStandby(asked, cluster, { mostNodes: 9 })).toMatchObject({ kind: 'go', cluster: { desiredCapacity: 0 }, memo: { by: -1 } });
});
