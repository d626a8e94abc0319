import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../../lib/domain/action/call.ts';
import type { Node } from '../../../../lib/domain/cluster/node.ts';
import { aCluster, aNode, aPolicy, idOf } from '../../../support/documents.ts';
import { commitOf, heldBy, ME, PARENT, putOf, running, sharedBy, step } from '../../../support/stepping.ts';

const front = aPolicy({ id: idOf('lb'), type: 'senlin.policy.loadbalance-1.3' });
const HOOK = 'coppice.policy.lifecycle_hook';
const hook = aPolicy({
  id: idOf('hook'),
  type: `${HOOK}-1.0`,
  spec: { type: HOOK, version: '1.0', properties: { transition: 'LAUNCHING', timeout: 60, target: { queue: 'q' } } },
});
const binding = ({ id, type }: typeof front, priority: number) => ({
  id: idOf(`binding ${id}`),
  policyId: id,
  policyType: type,
  enabled: true,
  priority,
  data: null,
  lastOp: null,
});
const cluster = aCluster({ nodes: [idOf('node')], bindings: [binding(front, 500)], desiredCapacity: 1, lock: sharedBy(ME) });
const hooked = { ...cluster, bindings: [binding(front, 500), binding(hook, 450)] };
const made: Outcome = { kind: 'ok', physicalId: 'p-2' };
const anew = aNode({ status: 'RECOVERING', token: ME, physicalId: null, lock: heldBy(ME), data: {} });
const seen = (node: Node = anew, over = {}) => ({ node, cluster, members: [node], policies: [front], ...over });
const recovering = (state: object) => running('NODE_RECOVER', { state: { turn: 0, ...state }, lease: 4 });

describe('a node that is made anew', () => {
  test('sees the balancer that it is to come to', () => {
    expect(step(recovering({ phase: 'creating' }), seen(anew, { policies: [] }), { returned: made })).toEqual({
      kind: 'look',
      sight: { policies: [front.id] },
    });
  });

  test('comes to its balancer, and is ACTIVE once that has taken it', () => {
    const coming = commitOf(step(recovering({ phase: 'creating' }), seen(), { returned: made }));
    expect(coming.call).toMatchObject({ to: 'balance', ask: 'add', members: [{ nodeId: anew.id, resource: { physicalId: 'p-2' } }] });
    expect(coming.next.state).toMatchObject({ phase: 'arriving', way: { out: false, at: 0 } });
    const node = putOf('node', coming) ?? anew;
    const there = commitOf(step(coming.next, seen(node), { returned: { kind: 'ok', data: { [node.id]: 'm2' } } }));
    expect(there.next.status).toBe('SUCCEEDED');
    expect(putOf('node', there)).toMatchObject({ status: 'ACTIVE', physicalId: 'p-2', data: { lb_member: 'm2' } });
  });

  test('as a child goes by what its parent gave it', () => {
    const inputs = { passage: { arrival: [{ do: 'balance', policyId: front.id, data: {}, drain: false }], departure: [] } };
    const child = { ...recovering({ phase: 'creating' }), parentId: PARENT, inputs };
    expect(commitOf(step(child, { node: anew, policies: [front] }, { returned: made })).call).toMatchObject({ to: 'balance', ask: 'add' });
  });

  test('that stands by stays out of its balancers, and not away from its hooks', () => {
    const standing = { ...anew, standby: { since: anew.initAt } };
    const alone = commitOf(step(recovering({ phase: 'creating' }), seen(standing), { returned: made }));
    expect(alone.next.status).toBe('SUCCEEDED');
    const past = seen(standing, { cluster: hooked, policies: [front, hook] });
    expect(commitOf(step(recovering({ phase: 'creating' }), past, { returned: made })).call).toMatchObject({ to: 'announce' });
  });
});

describe('a node that was repaired', () => {
  const repaired = (node: Node) =>
    commitOf(
      step(
        { ...recovering({ phase: 'proving' }), inputs: { operation: 'REBOOT' } },
        seen(node, { cluster: hooked, policies: [front, hook] }),
        { returned: { kind: 'ok' } },
      ),
    );
  const up = { ...anew, physicalId: 'p-1' };

  test('comes back to its balancer where it was taken out of it, and past no hook', () => {
    expect(repaired(up).call).toMatchObject({ to: 'balance', ask: 'add' });
  });

  test('is in service as it was where it never left', () => {
    const done = repaired({ ...up, data: { lb_member: 'm' } });
    expect(done.next.status).toBe('SUCCEEDED');
  });
});
