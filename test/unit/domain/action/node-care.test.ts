import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../../lib/domain/action/call.ts';
import { machineOf } from '../../../../lib/domain/action/catalogue.ts';
import { permanent, transient } from '../../../../lib/domain/kernel/fault.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { aCluster, aNode, anAction, aProfile, idOf } from '../../../support/documents.ts';
import { at, commitOf, heldBy, ME, PARENT, putOf, running, sharedBy, step } from '../../../support/stepping.ts';

const lone = { clusterId: '' };
const node = aNode({ ...lone, lock: heldBy(ME) });
const ok: Outcome = { kind: 'ok' };
const refused: Outcome = { kind: 'fault', fault: permanent('driver.refused', 'no') };
const exhausted: Outcome = { kind: 'fault', fault: transient('driver.throttled', 'slow down') };

describe('NODE_CHECK', () => {
  const answered = (returned: Outcome, over = {}) =>
    commitOf(step(running('NODE_CHECK', { ...lone, attempts: 4, ...over }), { node }, { returned }));

  test.each<[string, Outcome, object, string]>([
    ['all is well', ok, { status: 'ACTIVE', statusReason: 'Check: Node is ACTIVE.' }, 'SUCCEEDED'],
    [
      'it is ill',
      { kind: 'unhealthy', reason: 'it sleeps', gone: false },
      { status: 'ERROR', statusReason: 'Check: it sleeps', physicalId: 'p-1' },
      'SUCCEEDED',
    ],
    ['it is gone', { kind: 'unhealthy', reason: 'no such thing', gone: true }, { status: 'ERROR', physicalId: null }, 'SUCCEEDED'],
    ['nobody can tell', exhausted, { status: 'ERROR', statusReason: 'Check failed: slow down' }, 'FAILED'],
    ['it may not be asked', refused, { status: 'ERROR', statusReason: 'Check failed: no' }, 'FAILED'],
  ])('%s', (_, returned, patch, status) => {
    const done = answered(returned);
    expect(done.next.status).toBe(status);
    expect(putOf('node', done)).toMatchObject(patch);
  });

  test('cannot tell anything of what has no resource, and changes nothing', () => {
    const done = commitOf(step(anAction('NODE_CHECK', lone), { node: { ...node, physicalId: null, status: 'ERROR' } }));
    expect(done.next).toMatchObject({ status: 'FAILED', statusReason: expect.stringContaining('no physical resource to check') });
    expect(putOf('node', done)).toMatchObject({ status: 'ERROR' });
  });

  test('cancelled says nothing of the node', () => {
    expect(putOf('node', commitOf(step(running('NODE_CHECK', { ...lone, signal: 'cancel' }), { node })))).toMatchObject({
      status: 'ACTIVE',
    });
  });

  test('of a member that is ill warns its cluster', () => {
    const member = aNode({ lock: heldBy(ME) });
    const cluster = aCluster({ nodes: [member.id, idOf('other')], desiredCapacity: 1, lock: sharedBy(ME) });
    const seen = { node: member, cluster, members: [member, aNode({ id: idOf('other') })] };
    const done = commitOf(step(running('NODE_CHECK'), seen, { returned: { kind: 'unhealthy', reason: 'ill', gone: false } }));
    expect(putOf('cluster', done)).toMatchObject({ status: 'WARNING', statusReason: 'Node node-1: Check: ill', nodes: cluster.nodes });
  });
});

describe('NODE_OPERATION', () => {
  const inputs = { operation: 'reboot', params: { type: 'HARD' } };

  test('does it once, under its own id', () => {
    const begun = commitOf(step(anAction('NODE_OPERATION', { ...lone, inputs }), { node }));
    expect(begun.call).toMatchObject({ to: 'operate', token: ME, operation: 'reboot', params: { type: 'HARD' } });
    expect(putOf('node', begun)).toMatchObject({ status: 'OPERATING', was: { status: 'ACTIVE' } });
  });

  test.each<[Outcome, object]>([
    [ok, { status: 'ACTIVE', statusReason: "Operation 'reboot' succeeded" }],
    [refused, { status: 'ERROR', statusReason: "Operation 'reboot' failed: no" }],
  ])('%j', (returned, patch) => {
    const state = { called: true };
    expect(putOf('node', commitOf(step(running('NODE_OPERATION', { ...lone, inputs, state }), { node }, { returned })))).toMatchObject(
      patch,
    );
  });

  test('tells of itself under the name of the operation', () => {
    expect(putOf('event', commitOf(step(anAction('NODE_OPERATION', { ...lone, inputs }), { node })))).toMatchObject({ action: 'reboot' });
  });

  test('needs a resource', () => {
    expect(commitOf(step(anAction('NODE_OPERATION', { ...lone, inputs }), { node: { ...node, physicalId: null } })).next.status).toBe(
      'FAILED',
    );
  });
});

describe('NODE_UPDATE', () => {
  const from = aProfile();
  const to = aProfile({ id: idOf('large'), spec: { type: 'fake.node', version: '1.0', properties: { latency: 3 } } });
  const same = aProfile({ id: idOf('same') });
  const update = (inputs: JsonObject, over = {}, returned?: Outcome) =>
    commitOf(
      step(
        anAction('NODE_UPDATE', { ...lone, inputs, ...over }),
        { node, profiles: [from, to, same] },
        { now: at(2), ...(returned && { returned }) },
      ),
    );

  test('sees its new profile from the first', () => {
    const asked = anAction('NODE_UPDATE', { inputs: { new_profile_id: to.id } });
    expect(machineOf('NODE_UPDATE').sees?.(asked, null)).toEqual({ profiles: [to.id], policies: [] });
  });

  test('looks at the balancer that it comes back to', () => {
    const policyId = idOf('lb');
    const binding = { id: idOf('b'), policyId, policyType: 'senlin.policy.loadbalance-1.3', enabled: true, priority: 500 };
    const cluster = aCluster({ nodes: [node.id], bindings: [{ ...binding, data: null, lastOp: null }], lock: sharedBy(ME) });
    const member = { ...node, clusterId: cluster.id };
    const state = { called: true, out: { out: true, steps: [], at: 0, balanced: true } };
    const back = running('NODE_UPDATE', { inputs: { new_profile_id: to.id }, state });
    const seen = { node: member, cluster, members: [member], profiles: [from, to] };
    expect(step(back, seen, { returned: ok })).toEqual({ kind: 'look', sight: { policies: [policyId] } });
  });

  test('changes what is only ours at once', () => {
    const done = update({ name: 'new', role: 'db', metadata: { a: 1 }, tainted: true });
    expect(done.call).toBeUndefined();
    expect(putOf('node', done)).toMatchObject({
      name: 'new',
      role: 'db',
      metadata: { a: 1 },
      tainted: true,
      status: 'ACTIVE',
      updatedAt: at(2),
    });
  });

  test('asks the cloud for the properties that differ', () => {
    const begun = update({ new_profile_id: to.id });
    expect(begun.call).toMatchObject({
      to: 'update',
      token: ME,
      changed: ['latency'],
      properties: { latency: 3 },
      resource: { properties: { latency: 0 } },
    });
    expect(putOf('node', begun)).toMatchObject({ status: 'UPDATING', profileId: from.id });
  });

  test('has the new profile only when the cloud has it', () => {
    const run = { status: 'RUNNING', startedAt: at(0), state: { called: true } } as const;
    expect(putOf('node', update({ new_profile_id: to.id, name: 'new' }, run, ok))).toMatchObject({
      profileId: to.id,
      name: 'new',
      status: 'ACTIVE',
    });
    expect(putOf('node', update({ new_profile_id: to.id, name: 'new' }, run, refused))).toMatchObject({
      profileId: from.id,
      name: 'node-1',
      status: 'ERROR',
      statusReason: 'Update failed: no',
    });
  });

  test('does not bother the cloud with a profile that changes nothing', () => {
    const done = update({ new_profile_id: same.id });
    expect(done.call).toBeUndefined();
    expect(putOf('node', done)).toMatchObject({ profileId: same.id, status: 'ACTIVE' });
  });

  test('is refused for a profile that is gone', () => {
    expect(update({ new_profile_id: idOf('gone') }).next).toMatchObject({
      status: 'FAILED',
      statusReason: expect.stringContaining('could not be found'),
    });
  });
});

describe('NODE_JOIN and NODE_LEAVE', () => {
  const child = { parentId: PARENT };
  const inputs = { cluster_id: idOf('cluster'), index: 7 };
  const member = aNode({ lock: heldBy(ME), index: 3 });

  test('marks the resource first, then moves the node', () => {
    const begun = commitOf(step(anAction('NODE_JOIN', { ...child, inputs }), { node }));
    expect(begun.call).toMatchObject({ to: 'own', token: ME, resource: { owner: { clusterId: idOf('cluster'), index: 7 } } });
    const done = commitOf(step(running('NODE_JOIN', { ...child, inputs }), { node }, { returned: ok }));
    expect(putOf('node', done)).toMatchObject({ clusterId: idOf('cluster'), index: 7, status: 'ACTIVE' });
  });

  test('does not take a node from another cluster', () => {
    const theirs = aNode({ clusterId: idOf('elsewhere'), lock: heldBy(ME) });
    const ended = commitOf(step(anAction('NODE_JOIN', { ...child, inputs }), { node: theirs }));
    expect(ended.next.status).toBe('FAILED');
    expect(putOf('node', ended)).toMatchObject({ clusterId: idOf('elsewhere') });
  });

  test('leaves a node where it was when it is refused', () => {
    expect(putOf('node', commitOf(step(running('NODE_JOIN', { ...child, inputs }), { node }, { returned: refused })))).toMatchObject({
      clusterId: '',
      status: 'ACTIVE',
    });
    const back = commitOf(step(running('NODE_LEAVE', { ...child, state: { called: true } }), { node: member }, { returned: refused }));
    expect(back.call).toMatchObject({ to: 'own', resource: { owner: { clusterId: idOf('cluster'), index: 3 } } });
    const stayed = commitOf(step(back.next, { node: member }, { returned: ok }));
    expect(putOf('node', stayed)).toMatchObject({ clusterId: idOf('cluster'), index: 3 });
  });

  test('marks the resource as it was when it is given up after it called', () => {
    const joining = running('NODE_JOIN', { ...child, inputs, state: { called: true }, signal: 'cancel' });
    const undoing = commitOf(step(joining, { node }, { returned: ok }));
    expect(undoing.call).toMatchObject({ to: 'own', resource: { owner: { clusterId: '', index: node.index } } });
    const done = commitOf(step(undoing.next, { node }, { returned: ok }));
    expect(done.next.status).toBe('CANCELLED');
    expect(putOf('node', done)).toMatchObject({ clusterId: '', status: 'ACTIVE' });
  });

  test('makes an orphan of a member', () => {
    expect(commitOf(step(anAction('NODE_LEAVE', child), { node: member })).call).toMatchObject({
      to: 'own',
      resource: { owner: { clusterId: '', index: -1 } },
    });
    expect(
      putOf('node', commitOf(step(running('NODE_LEAVE', { ...child, state: { called: true } }), { node: member }, { returned: ok }))),
    ).toMatchObject({
      clusterId: '',
      index: -1,
      status: 'ACTIVE',
    });
  });
});
