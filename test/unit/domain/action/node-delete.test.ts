import { describe, expect, test } from '@jest/globals';
import { permanent } from '../../../../lib/domain/kernel/fault.ts';
import { aCluster, aNode, anAction, aPolicy, idOf } from '../../../support/documents.ts';
import { commitOf, heldBy, ME, PARENT, putOf, running, sharedBy, step } from '../../../support/stepping.ts';

const orphan = aNode({ clusterId: '', lock: heldBy(ME) });
const lone = { clusterId: '' };
const called = { called: true };

describe('NODE_DELETE', () => {
  test('marks the node and asks for its resource to be removed', () => {
    const begun = commitOf(step(anAction('NODE_DELETE', lone), { node: orphan }));
    expect(begun.call).toMatchObject({ to: 'remove', force: false, resource: { token: idOf('maker'), physicalId: 'p-1' } });
    expect(putOf('node', begun)).toMatchObject({ status: 'DELETING', was: { status: 'ACTIVE', statusReason: 'Creation succeeded' } });
  });

  test('passes force on', () => {
    expect(commitOf(step(anAction('NODE_DELETE', { ...lone, inputs: { force: true } }), { node: orphan })).call).toMatchObject({
      force: true,
    });
  });

  test('removes a node at once that has nothing behind it', () => {
    const done = commitOf(step(anAction('NODE_DELETE', lone), { node: { ...orphan, physicalId: null, token: null } }));
    expect(done.call).toBeUndefined();
    expect(done.writes).toContainEqual({ remove: 'node', doc: expect.objectContaining({ id: orphan.id }) });
    expect(done.next.status).toBe('SUCCEEDED');
  });

  test('asks for what may stand behind a token alone', () => {
    expect(commitOf(step(anAction('NODE_DELETE', lone), { node: { ...orphan, physicalId: null } })).call).toMatchObject({ to: 'remove' });
  });

  test('removes the node when the resource is gone', () => {
    const done = commitOf(step(running('NODE_DELETE', { ...lone, state: called }), { node: orphan }, { returned: { kind: 'ok' } }));
    expect(done.writes).toContainEqual({ remove: 'node', doc: orphan });
  });

  test('that is refused leaves a node that is to be looked at', () => {
    const returned = { kind: 'fault', fault: permanent('driver.refused', 'it is protected') } as const;
    const failed = commitOf(
      step(running('NODE_DELETE', { ...lone, state: called }), { node: { ...orphan, status: 'DELETING' } }, { returned }),
    );
    expect(failed.next).toMatchObject({ status: 'FAILED', statusReason: 'it is protected' });
    expect(putOf('node', failed)).toMatchObject({
      status: 'ERROR',
      statusReason: 'Deletion failed: it is protected',
      physicalId: 'p-1',
      was: null,
    });
  });

  test('that was interrupted before it called leaves the node as it was', () => {
    const marked = { ...orphan, status: 'DELETING', was: { status: 'WARNING', statusReason: 'hm' } } as const;
    const ended = commitOf(step(anAction('NODE_DELETE', { ...lone, signal: 'cancel' }), { node: marked }));
    expect(putOf('node', ended)).toMatchObject({ status: 'WARNING', statusReason: 'hm', was: null });
  });

  test('that was interrupted after it called leaves a node of which nobody knows', () => {
    const ended = commitOf(step(running('NODE_DELETE', { ...lone, state: called, signal: 'cancel' }), { node: orphan }));
    expect(putOf('node', ended)).toMatchObject({ status: 'ERROR', statusReason: 'Deletion was interrupted: The action was cancelled.' });
  });
});

describe('NODE_DELETE of a member', () => {
  const cluster = aCluster({ nodes: [idOf('node'), idOf('other')], desiredCapacity: 2, minSize: 1, lock: sharedBy(ME) });
  const node = aNode({ lock: heldBy(ME) });
  const other = aNode({ id: idOf('other') });

  test('lowers the desired capacity with it', () => {
    const seen = { node, cluster, members: [node, other] };
    const done = commitOf(step(running('NODE_DELETE', { state: called }), seen, { returned: { kind: 'ok' } }));
    expect(putOf('cluster', done)).toMatchObject({ nodes: [idOf('other')], desiredCapacity: 1, status: 'ACTIVE', lock: { holders: [] } });
  });

  test('that was one too many leaves the desired capacity as it is', () => {
    const seen = { node: { ...node, status: 'ERROR' as const }, cluster: { ...cluster, desiredCapacity: 1 }, members: [node, other] };
    const done = commitOf(step(running('NODE_DELETE', { state: called }), seen, { returned: { kind: 'ok' } }));
    expect(putOf('cluster', done)).toMatchObject({ nodes: [idOf('other')], desiredCapacity: 1, status: 'ACTIVE' });
  });

  test('is refused when the cluster would be too small', () => {
    const small = { ...cluster, minSize: 2 };
    const ended = commitOf(step(anAction('NODE_DELETE'), { node, cluster: small, members: [node, other] }));
    expect(ended.next).toMatchObject({
      status: 'FAILED',
      statusReason: "The target capacity (1) is less than the cluster's min_size (2).",
    });
    expect(putOf('node', ended)).toMatchObject({ status: 'ACTIVE' });
  });

  test('as a child leaves all that to its parent', () => {
    const done = commitOf(step(running('NODE_DELETE', { state: called, parentId: PARENT }), { node }, { returned: { kind: 'ok' } }));
    expect(done.writes).toEqual([{ remove: 'node', doc: node }]);
  });

  test('by force goes on without its balancer, and says what it leaves there', () => {
    const policy = aPolicy({ id: idOf('lb'), type: 'senlin.policy.loadbalance-1.4' });
    const policyType = policy.type;
    const binding = { id: idOf('b'), policyId: policy.id, policyType, enabled: true, priority: 500, data: null, lastOp: null };
    const member = { ...node, data: { lb_member: 'm' } };
    const seen = { node: member, cluster: { ...cluster, bindings: [binding] }, members: [member, other], policies: [policy] };
    const begun = commitOf(step(anAction('NODE_DELETE', { inputs: { force: true } }), seen));
    expect(begun.call).toMatchObject({ to: 'balance', ask: 'remove' });
    const refused = { kind: 'fault', fault: permanent('balancer.refused', 'no') } as const;
    const went = commitOf(step(begun.next, seen, { returned: refused }));
    expect(went.call).toMatchObject({ to: 'remove', force: true });
    const done = commitOf(step(went.next, seen, { returned: { kind: 'ok' } }));
    expect(done.next).toMatchObject({ status: 'SUCCEEDED', data: { left_in_load_balancer: 'm' } });
    // And writes it down, so that its removal is asked for again.
    expect(putOf('orphan', done)).toMatchObject({
      ...{ profileType: 'load-balancer-member', physicalId: 'm', reason: 'left-behind', project: member.project, version: 0 },
      memory: { call: { to: 'balance', ask: 'remove', members: [{ nodeId: member.id }], memory: {} } },
    });
    const through = commitOf(step(begun.next, seen, { returned: { kind: 'ok' } }));
    const left = { ...seen, node: putOf('node', through) ?? member };
    expect(commitOf(step(through.next, left, { returned: { kind: 'ok' } })).next.data).not.toHaveProperty('left_in_load_balancer');
    expect(putOf('orphan', commitOf(step(through.next, left, { returned: { kind: 'ok' } })))).toBeUndefined();
  });
});
