import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../../lib/domain/action/call.ts';
import { permanent, transient } from '../../../../lib/domain/kernel/fault.ts';
import { aNode, anAction, aPolicy, idOf } from '../../../support/documents.ts';
import { commitOf, heldBy, ME, PARENT, putOf, running, step } from '../../../support/stepping.ts';

const front = aPolicy({ id: idOf('lb'), type: 'senlin.policy.loadbalance-1.3' });
const balance = { do: 'balance', policyId: front.id, data: {}, drain: false };
const member = aNode({ lock: heldBy(ME), index: 3, data: { lb_member: 'm' } });
const seen = (node = member) => ({ node, policies: [front] });
const ok: Outcome = { kind: 'ok' };
const exhausted: Outcome = { kind: 'fault', fault: transient('driver.throttled', 'slow down') };

const joins = { parentId: PARENT, inputs: { cluster_id: idOf('cluster'), index: 7, passage: { arrival: [balance], departure: [] } } };
const leaves = { parentId: PARENT, inputs: { passage: { arrival: [], departure: [balance] } } };

describe('a node that joins', () => {
  const orphan = aNode({ clusterId: '', lock: heldBy(ME) });

  test('bears the cluster’s marks before it comes to its balancer, and that is known', () => {
    const coming = commitOf(step(running('NODE_JOIN', { ...joins, state: { called: true } }), seen(orphan), { returned: ok }));
    expect(coming.call).toMatchObject({ to: 'balance', ask: 'add' });
    expect(coming.next.state).toEqual({ called: true, unmarking: false, way: expect.objectContaining({ out: false, at: 0 }) });
  });

  test('as a former version left it, goes back the same way', () => {
    const way = { out: false, steps: [balance], at: 0, balanced: false };
    const joining = running('NODE_JOIN', { ...joins, state: { called: true, way }, signal: 'cancel' });
    expect(commitOf(step(joining, seen(orphan))).call).toMatchObject({ to: 'balance', ask: 'remove' });
  });

  test.each<[string, Outcome, string]>([
    ['is refused', { kind: 'fault', fault: permanent('driver.refused', 'no') }, 'no'],
    ['meets bad news', { kind: 'unhealthy', reason: 'ill', gone: false }, 'ill'],
  ])('says why when its marking %s', (_, returned, reason) => {
    const given = commitOf(step(running('NODE_JOIN', { ...joins, state: { called: true } }), seen(orphan), { returned }));
    expect(given.next.closing).toMatchObject({ status: 'FAILED', reason });
  });

  test('given up there, leaves the balancer first and then gets its old marks back', () => {
    const coming = commitOf(step(running('NODE_JOIN', { ...joins, state: { called: true } }), seen(orphan), { returned: ok }));
    const leaving = commitOf(step({ ...coming.next, signal: 'cancel' }, seen(orphan), { returned: ok }));
    expect(leaving.call).toMatchObject({ to: 'balance', ask: 'remove' });
    const unmarking = commitOf(step(leaving.next, seen(orphan), { returned: ok }));
    expect(unmarking.call).toMatchObject({ to: 'own', resource: { owner: { clusterId: '' } } });
    expect(commitOf(step(unmarking.next, seen(orphan), { returned: ok })).next.status).toBe('CANCELLED');
  });
});

describe('a member that leaves', () => {
  const departing = (over = {}) => {
    const begun = commitOf(step(anAction('NODE_LEAVE', leaves), seen()));
    expect(begun.call).toMatchObject({ to: 'balance', ask: 'remove' });
    return { ...begun.next, ...over };
  };

  test('as a former version left it, sets out', () => {
    expect(commitOf(step(running('NODE_LEAVE', { ...leaves, state: {} }), seen())).call).toMatchObject({ to: 'balance', ask: 'remove' });
  });

  test('is not held up by a balancer that never answers, and is by a cloud that does not', () => {
    const gone = commitOf(step(departing({ attempts: 4 }), seen(), { returned: exhausted }));
    expect(gone.call).toMatchObject({ to: 'own', resource: { owner: { clusterId: '', index: -1 } } });
    const stuck = commitOf(step({ ...gone.next, attempts: 4 }, seen(), { returned: exhausted }));
    expect(stuck.next.closing).toMatchObject({ status: 'FAILED' });
  });

  test('is held up by a balancer that is to let its connections end', () => {
    const drains = { ...leaves, inputs: { passage: { arrival: [], departure: [{ ...balance, drain: true }] } } };
    const begun = commitOf(step(anAction('NODE_LEAVE', drains), seen()));
    const stuck = commitOf(step({ ...begun.next, attempts: 4 }, seen(), { returned: exhausted }));
    expect(stuck.next.closing).toMatchObject({ status: 'FAILED', reason: 'slow down' });
  });

  test('is in standby no more, whatever it was', () => {
    const away = { ...member, data: {}, standby: { since: member.initAt, aside: true as const } };
    const left = commitOf(step(running('NODE_LEAVE', { parentId: PARENT, state: { called: true } }), seen(away), { returned: ok }));
    expect(putOf('node', left)).toMatchObject({ clusterId: '', standby: null });
    expect(putOf('node', left)).not.toHaveProperty('since');
  });

  test('given up at the last, gets its marks back first and then its balancer', () => {
    const marking = commitOf(step(departing(), seen(), { returned: ok }));
    const out = { ...member, ...putOf('node', marking) };
    expect(out.data).not.toHaveProperty('lb_member');
    const unmarking = commitOf(step({ ...marking.next, signal: 'cancel' }, seen(out), { returned: ok }));
    expect(unmarking.call).toMatchObject({ to: 'own', resource: { owner: { clusterId: idOf('cluster'), index: 3 } } });
    const returning = commitOf(step(unmarking.next, seen(out), { returned: ok }));
    expect(returning.call).toMatchObject({ to: 'balance', ask: 'add' });
    const back = commitOf(step(returning.next, seen(out), { returned: { kind: 'ok', data: { [out.id]: 'm2' } } }));
    expect(back.next.status).toBe('CANCELLED');
    expect(putOf('node', back)).toMatchObject({ clusterId: idOf('cluster'), data: { lb_member: 'm2' } });
  });
});
