import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../../lib/domain/action/call.ts';
import type { Node } from '../../../../lib/domain/cluster/node.ts';
import { permanent } from '../../../../lib/domain/kernel/fault.ts';
import { seconds } from '../../../../lib/domain/kernel/time.ts';
import { aCluster, aNode, anAction, idOf } from '../../../support/documents.ts';
import { at, commitOf, heldBy, ME, PARENT, putOf, running, sharedBy, step } from '../../../support/stepping.ts';

const unborn = (over: Partial<Node> = {}) =>
  aNode({ physicalId: null, token: null, createdAt: null, status: 'INIT', lock: heldBy(ME), ...over });
const made: Outcome = { kind: 'ok', physicalId: 'p-7', memory: { zone: 'a' }, data: { placement: 'a' } };
const called = { called: true };
const orphan = { clusterId: '' };

describe('NODE_CREATE', () => {
  test('asks for a resource under its own id, and marks the node', () => {
    const begun = commitOf(step(anAction('NODE_CREATE', orphan), { node: unborn(orphan) }));
    expect(begun.call).toMatchObject({
      to: 'ensure',
      token: ME,
      resource: { token: null, physicalId: null, owner: { nodeName: 'node-1' } },
    });
    expect(begun.next.state).toMatchObject(called);
    expect(putOf('node', begun)).toMatchObject({ status: 'CREATING', statusReason: 'Creation in progress' });
  });

  test('as a child finds the node marked already', () => {
    const begun = commitOf(step(anAction('NODE_CREATE', { parentId: PARENT }), { node: unborn({ status: 'CREATING' }) }));
    expect(begun.writes).toEqual([]);
  });

  test('sends the properties of its profile with the defaults filled in', () => {
    const begun = commitOf(step(anAction('NODE_CREATE', orphan), { node: unborn(orphan) }));
    expect(begun.call).toMatchObject({ resource: { properties: { latency: 0, metadata: {} } } });
  });

  test('asks the same again when it is under way, with what was remembered', () => {
    const waiting = running('NODE_CREATE', { ...orphan, state: called, memory: { page: 2 } });
    const again = commitOf(step(waiting, { node: unborn({ ...orphan, status: 'CREATING' }) }));
    expect(again.call).toMatchObject({ to: 'ensure', token: ME, resource: { memory: { page: 2 } } });
    expect(putOf('node', again)).toBeUndefined();
  });

  test('keeps what the cloud says of the resource', () => {
    const done = commitOf(
      step(running('NODE_CREATE', { ...orphan, state: called }), { node: unborn(orphan) }, { returned: made, now: at(9) }),
    );
    expect(done.next.status).toBe('SUCCEEDED');
    expect(putOf('node', done)).toMatchObject({
      status: 'ACTIVE',
      physicalId: 'p-7',
      token: ME,
      memory: { zone: 'a' },
      data: { placement: 'a' },
      createdAt: at(9),
      lock: { holders: [] },
    });
  });

  test.each<[string, Outcome, string]>([
    ['a fault', { kind: 'fault', fault: permanent('driver.refused', 'no such image') }, 'no such image'],
    ['bad news', { kind: 'unhealthy', reason: 'ill', gone: false }, 'The resource did not come up.'],
  ])('undoes what may have been made after %s', (_, returned, reason) => {
    const failed = commitOf(step(running('NODE_CREATE', { ...orphan, state: called, lease: 4 }), { node: unborn(orphan) }, { returned }));
    expect(failed.call).toMatchObject({ to: 'remove', force: true, resource: { token: ME, physicalId: null } });
    expect(failed.next).toMatchObject({ status: 'RUNNING', closing: { status: 'FAILED', reason, undoing: true } });
  });

  test('that never called has nothing to undo, and remembers no token', () => {
    const ended = commitOf(step(anAction('NODE_CREATE', { ...orphan, signal: 'cancel' }), { node: unborn(orphan) }));
    expect(ended.call).toBeUndefined();
    expect(putOf('node', ended)).toMatchObject({
      status: 'ERROR',
      token: null,
      physicalId: null,
      statusReason: 'The action was cancelled.',
    });
  });

  test('that never called leaves what somebody else made', () => {
    const theirs = aNode(orphan);
    expect(putOf('node', commitOf(step(anAction('NODE_CREATE', { ...orphan, signal: 'cancel' }), { node: theirs })))).toMatchObject({
      status: 'ACTIVE',
      physicalId: 'p-1',
      token: idOf('maker'),
    });
  });

  test('finds a node that somebody made meanwhile in being', () => {
    const done = commitOf(step(anAction('NODE_CREATE', orphan), { node: aNode({ ...orphan, lock: heldBy(ME) }) }));
    expect(done.call).toBeUndefined();
    expect(done.next.status).toBe('SUCCEEDED');
    expect(putOf('node', done)).toMatchObject({ status: 'ACTIVE', physicalId: 'p-1', token: idOf('maker') });
  });

  test('leaves a node alone that somebody failed to make meanwhile: its token may name something', () => {
    const done = commitOf(step(anAction('NODE_CREATE', orphan), { node: unborn({ ...orphan, token: 'theirs', status: 'ERROR' }) }));
    expect(done.next.status).toBe('FAILED');
    expect(putOf('node', done)).toMatchObject({ status: 'ERROR', token: 'theirs' });
  });
});

describe('NODE_CREATE in a cluster', () => {
  const cluster = aCluster({ nodes: [idOf('other'), idOf('node')], desiredCapacity: 1, maxSize: 2, lock: sharedBy(ME) });
  const other = aNode({ id: idOf('other') });

  test('raises the desired capacity when it is done, and evaluates', () => {
    const seen = { node: unborn(), cluster, members: [other, unborn()] };
    const done = commitOf(step(running('NODE_CREATE', { state: called }), seen, { returned: made }));
    expect(putOf('cluster', done)).toMatchObject({ desiredCapacity: 2, status: 'ACTIVE', nodes: cluster.nodes, lock: { holders: [] } });
  });

  test('takes a place that stood empty, and leaves the desired capacity where it may be', () => {
    const lacking = { ...cluster, desiredCapacity: 2 };
    const seen = { node: unborn(), cluster: lacking, members: [other, unborn()] };
    const done = commitOf(step(running('NODE_CREATE', { state: called }), seen, { returned: made }));
    expect(putOf('cluster', done)).toMatchObject({ desiredCapacity: 2, maxSize: 2, status: 'ACTIVE' });
  });

  test('looks who else is awaited before it takes a place', () => {
    const waiting = { ...cluster, nodes: [...cluster.nodes, idOf('later')], aside: [idOf('node'), idOf('later')], maxSize: 2 };
    expect(step(anAction('NODE_CREATE'), { node: unborn({ added: true }), cluster: waiting })).toEqual({
      kind: 'look',
      sight: { members: true },
    });
  });

  test('looks at the members before it ends', () => {
    expect(step(running('NODE_CREATE', { state: called }), { node: unborn(), cluster }, { returned: made })).toEqual({
      kind: 'look',
      sight: { members: true },
    });
  });

  test('looks at what it passes on its way into service, though it was asked to once before', () => {
    const policyId = idOf('lb');
    const binding = { id: idOf('b'), policyId, policyType: 'senlin.policy.loadbalance-1.3', enabled: true, priority: 500 };
    const balanced = { ...cluster, bindings: [{ ...binding, data: null, lastOp: null }] };
    const seen = { node: unborn(), cluster: balanced, members: [other, unborn()] };
    expect(step(running('NODE_CREATE', { state: called }), seen, { returned: made })).toEqual({
      kind: 'look',
      sight: { policies: [policyId] },
    });
  });

  test('that has no room for it makes an orphan of it', () => {
    const full = { ...cluster, maxSize: 1 };
    const ended = commitOf(step(anAction('NODE_CREATE'), { node: unborn(), cluster: full, members: [other, unborn()] }));
    expect(ended.next).toMatchObject({
      status: 'FAILED',
      statusReason: expect.stringContaining("greater than the cluster's max_size (1)"),
    });
    expect(putOf('node', ended)).toMatchObject({ status: 'ERROR', clusterId: '', index: -1 });
    expect(putOf('cluster', ended)).toMatchObject({ nodes: [idOf('other')], desiredCapacity: 1, status: 'ACTIVE' });
  });

  test('that fails warns, and does not raise what is desired', () => {
    const closing = { status: 'FAILED', reason: 'no', undoing: true, until: at(3600) } as const;
    const seen = { node: unborn(), cluster, members: [other, unborn()] };
    const ended = commitOf(step(running('NODE_CREATE', { state: called, closing }), seen, { returned: { kind: 'ok' } }));
    expect(putOf('cluster', ended)).toMatchObject({ desiredCapacity: 1, status: 'WARNING', statusReason: 'Node node-1: no' });
  });

  test('that fails leaves a member that counts', () => {
    const closing = { status: 'FAILED', reason: 'no', undoing: true, until: at(3600) } as const;
    const awaited = unborn({ added: true, status: 'CREATING' });
    const seen = { node: awaited, cluster: { ...cluster, aside: [awaited.id] }, members: [other, awaited] };
    const ended = commitOf(step(running('NODE_CREATE', { state: called, closing }), seen, { returned: { kind: 'ok' } }));
    expect(putOf('cluster', ended)).toMatchObject({ nodes: [other.id, awaited.id], aside: [], desiredCapacity: 1 });
  });

  test('has nothing to do with its cluster as a child', () => {
    const done = commitOf(step(running('NODE_CREATE', { state: called, parentId: PARENT }), { node: unborn() }, { returned: made }));
    expect(putOf('cluster', done)).toBeUndefined();
  });

  test('that takes its time is asked for again no earlier than told', () => {
    const returned: Outcome = { kind: 'pending', again: seconds(90) };
    expect(commitOf(step(running('NODE_CREATE', { state: called }), { node: unborn(), cluster }, { returned })).next.dueAt).toBe(at(90));
  });
});
