import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../../lib/domain/action/call.ts';
import { permanent, transient } from '../../../../lib/domain/kernel/fault.ts';
import { seconds } from '../../../../lib/domain/kernel/time.ts';
import { aCluster, aNode, anAction, idOf } from '../../../support/documents.ts';
import { at, behind, commitOf, heldBy, ME, PARENT, putOf, running, sharedBy, step } from '../../../support/stepping.ts';

const mine = aNode({ lock: heldBy(ME) });
const child = { parentId: PARENT };
const fault = (of: ReturnType<typeof permanent>): Outcome => ({ kind: 'fault', fault: of });

describe('an action that has not begun', () => {
  test('begins once it holds its locks: it runs under a lease, and its call is in the commit', () => {
    const made = commitOf(step(anAction('NODE_CHECK', { ...child, version: 3 }), { node: mine }));
    expect(made.next).toMatchObject({ status: 'RUNNING', lease: 3, dueAt: at(10), startedAt: at(0), deadline: at(3600) });
    expect(made.call).toMatchObject({ to: 'check', profileType: 'fake.node-1.0', resource: { physicalId: 'p-1' } });
    expect(made.writes).toEqual([]);
  });

  test('stores the locks it takes only now, though nothing else changes', () => {
    const made = commitOf(step(anAction('NODE_CHECK'), { node: aNode(), cluster: aCluster() }));
    expect(putOf('node', made)?.lock).toEqual(heldBy(ME));
    expect(putOf('cluster', made)?.lock).toEqual(sharedBy(ME));
  });

  test('tells of its start once, and children do not', () => {
    const made = commitOf(step(anAction('NODE_CHECK'), { node: aNode(), cluster: aCluster() }));
    expect(putOf('event', made)).toMatchObject({ status: 'start', objectType: 'NODE', objectId: idOf('node'), action: 'NODE_CHECK' });
    expect(putOf('event', commitOf(step(anAction('NODE_CHECK', child), { node: mine })))).toBeUndefined();
  });

  test('joins the queue of a node somebody else works on, and looks again by a heartbeat', () => {
    const made = commitOf(step(anAction('NODE_CHECK', child), { node: aNode({ lock: heldBy('other') }) }));
    expect(putOf('node', made)?.lock.queue).toEqual([{ actionId: ME, action: 'NODE_CHECK', scope: 'exclusive' }]);
    expect(made.next).toMatchObject({ status: 'READY', startedAt: null, dueAt: at(30) });
    expect(made.call).toBeUndefined();
  });

  test('asks for its node only once it holds its cluster', () => {
    const made = commitOf(step(anAction('NODE_CHECK'), { node: aNode(), cluster: aCluster({ lock: heldBy('other') }) }));
    expect(putOf('cluster', made)?.lock.queue).toMatchObject([{ actionId: ME, scope: 'shared' }]);
    expect(putOf('node', made)).toBeUndefined();
  });

  test('that waits already writes nothing but a new alarm, and not even that before the old one has rung', () => {
    const waiting = aNode({ lock: behind('other', { actionId: ME, action: 'NODE_CHECK', scope: 'exclusive' }) });
    const action = anAction('NODE_CHECK', { ...child, dueAt: at(30) });
    expect(step(action, { node: waiting }, { now: at(29) })).toEqual({ kind: 'idle', wake: [] });
    const made = commitOf(step(action, { node: waiting }, { now: at(30) }));
    expect(made.writes).toEqual([]);
    expect(made.next.dueAt).toBe(at(60));
  });

  test.each(['NODE_CHECK', 'NODE_RECOVER', 'NODE_UPDATE', 'NODE_OPERATION', 'NODE_JOIN', 'NODE_LEAVE', 'NODE_CREATE'] as const)(
    'fails when its node is gone: %s',
    (name) => {
      const made = commitOf(step(anAction(name, child), {}));
      expect(made.next).toMatchObject({ status: 'FAILED', statusReason: `The node '${idOf('node')}' no longer exists.`, dueAt: null });
      expect(made.wake).toEqual([{ id: PARENT, queue: 'cluster-action' }]);
    },
  );

  test('has nothing left to do when the node it was to delete is gone', () => {
    expect(commitOf(step(anAction('NODE_DELETE', child), {})).next.status).toBe('SUCCEEDED');
  });

  test('fails when its cluster is gone', () => {
    const made = commitOf(step(anAction('CLUSTER_CHECK'), {}));
    expect(made.next).toMatchObject({ status: 'FAILED', statusReason: `The cluster '${idOf('cluster')}' no longer exists.` });
  });

  test('with a node that is gone leaves its cluster as it is by now, and lets go of it', () => {
    const cluster = aCluster({ nodes: [idOf('node'), idOf('kept')], status: 'WARNING', desiredCapacity: 1, lock: sharedBy(ME) });
    expect(step(anAction('NODE_CHECK'), { cluster })).toMatchObject({ kind: 'look', sight: { members: true } });
    const made = commitOf(step(anAction('NODE_CHECK'), { cluster, members: [aNode({ id: idOf('kept') })] }));
    expect(made.next.status).toBe('FAILED');
    expect(putOf('cluster', made)).toMatchObject({ nodes: [idOf('kept')], status: 'ACTIVE', lock: { holders: [] } });
  });

  test.each([
    ['joined', '', idOf('cluster')],
    ['left', idOf('cluster'), ''],
    ['changed', idOf('elsewhere'), idOf('cluster')],
  ])('does nothing to a node that %s its cluster meanwhile', (_, clusterId, now) => {
    const made = commitOf(step(anAction('NODE_DELETE', { clusterId }), { node: aNode({ clusterId: now }) }));
    expect(made.next).toMatchObject({ status: 'FAILED', statusReason: expect.stringContaining('joined or left') });
    expect(made.writes.some((write) => 'remove' in write)).toBe(false);
  });

  test('can be cancelled, and leaves what others work on alone', () => {
    const busy = aNode({
      status: 'RECOVERING',
      was: { status: 'ACTIVE', statusReason: 'ok' },
      lock: behind('other', { actionId: ME, action: 'NODE_CHECK', scope: 'exclusive' }),
    });
    const made = commitOf(step(anAction('NODE_CHECK', { ...child, signal: 'cancel' }), { node: busy }));
    expect(made.next).toMatchObject({ status: 'CANCELLED', startedAt: null, endedAt: at(0), dueAt: null });
    expect(putOf('node', made)).toEqual({ ...busy, lock: heldBy('other') });
  });

  test('can be cancelled though its node is gone', () => {
    expect(commitOf(step(anAction('NODE_CHECK', { signal: 'cancel' }), {})).next.status).toBe('CANCELLED');
  });

  test('can be cancelled while its cluster is at work, and leaves the status of that alone', () => {
    const lock = behind('other', { actionId: ME, action: 'CLUSTER_DELETE', scope: 'exclusive' });
    const made = commitOf(step(anAction('CLUSTER_DELETE', { signal: 'cancel' }), { cluster: aCluster({ status: 'RESIZING', lock }) }));
    expect(putOf('cluster', made)).toMatchObject({ status: 'RESIZING', lock: heldBy('other') });
    expect(putOf('event', made)).toMatchObject({ status: 'error', level: 'WARN' });
  });

  test('is overtaken by its deadline', () => {
    const made = commitOf(step(anAction('NODE_CHECK', { ...child, deadline: at(5) }), { node: mine }, { now: at(5) }));
    expect(made.next).toMatchObject({ status: 'FAILED', statusReason: 'The action timed out after 3600 seconds.' });
    expect(made.call).toBeUndefined();
  });
});

describe('an answer', () => {
  const calling = running('NODE_CHECK', { ...child, lease: 4, attempts: 1, memory: { page: 1 } });

  test('that says try again is tried again, later each time, until it has been enough', () => {
    const throttled = { returned: fault(transient('driver.throttled', 'slow down')) };
    const waits = [0, 1, 2, 3].map((attempts) => {
      const made = commitOf(step({ ...calling, attempts }, { node: mine }, throttled));
      expect(made.next).toMatchObject({ status: 'RUNNING', lease: null, attempts: attempts + 1, statusReason: 'slow down' });
      return made.next.dueAt;
    });
    expect(waits).toEqual([at(2), at(4), at(8), at(16)]);
    const made = commitOf(step({ ...calling, attempts: 4 }, { node: mine }, throttled));
    expect(made.next).toMatchObject({ status: 'FAILED', statusReason: 'slow down', dueAt: null });
  });

  test('that says when to try again is believed', () => {
    const made = commitOf(step(calling, { node: mine }, { returned: fault(transient('driver.throttled', 'slow down', seconds(77))) }));
    expect(made.next.dueAt).toBe(at(77));
  });

  test('that it is under way is asked for again, with what was to be remembered, and forgives what failed before', () => {
    const made = commitOf(step(calling, { node: mine }, { returned: { kind: 'pending', again: seconds(9), memory: { page: 2 } } }));
    expect(made.next).toMatchObject({ dueAt: at(9), lease: null, attempts: 0, memory: { page: 2 } });
    const silent = commitOf(step(calling, { node: mine }, { returned: { kind: 'pending', again: seconds(9) } }));
    expect(silent.next.memory).toEqual({ page: 1 });
  });

  test('ends the action, lets go of the node, and wakes the parent', () => {
    const made = commitOf(step(calling, { node: mine }, { returned: { kind: 'ok' } }));
    expect(made.next).toMatchObject({ status: 'SUCCEEDED', lease: null, memory: null, dueAt: null, endedAt: at(0) });
    expect(putOf('node', made)).toMatchObject({ status: 'ACTIVE', lock: { holders: [] } });
    expect(made.wake).toEqual([{ id: PARENT, queue: 'cluster-action' }]);
  });

  test('lets the next in line go on', () => {
    const queued = aNode({ lock: behind(ME, { actionId: 'next', action: 'NODE_DELETE', scope: 'exclusive' }) });
    const made = commitOf(step(calling, { node: queued }, { returned: { kind: 'ok' } }));
    expect(putOf('node', made)?.lock).toEqual(heldBy('next'));
    expect(made.wake).toContainEqual({ id: 'next', queue: 'node-delete' });
  });

  test('that the node is gone wakes whoever waited for it', () => {
    const queued = aNode({ lock: behind(ME, { actionId: 'next', action: 'NODE_CHECK', scope: 'exclusive' }) });
    const deleting = running('NODE_DELETE', { ...child, state: { called: true }, lease: 4 });
    const made = commitOf(step(deleting, { node: queued }, { returned: { kind: 'ok' } }));
    expect(made.writes).toEqual([{ remove: 'node', doc: queued }]);
    expect(made.wake).toContainEqual({ id: 'next', queue: 'node-check' });
  });

  test('to one call says nothing of the next: that begins afresh', () => {
    const removing = running('NODE_RECOVER', { ...child, state: { phase: 'removing' }, lease: 4, attempts: 4, memory: { half: 'gone' } });
    const made = commitOf(step(removing, { node: mine }, { returned: { kind: 'ok' } }));
    expect(made.next).toMatchObject({ attempts: 0, memory: null, state: { phase: 'creating' } });
    expect(made.call).toMatchObject({ to: 'ensure', token: ME, resource: { memory: {} } });
  });

  test('is not taken for success when the action was cancelled meanwhile', () => {
    const creating = running('NODE_CREATE', { ...child, state: { called: true }, lease: 4, signal: 'cancel' });
    const made = commitOf(step(creating, { node: mine }, { returned: { kind: 'ok', physicalId: 'p-9' } }));
    expect(made.next).toMatchObject({ closing: { status: 'CANCELLED', undoing: true }, lease: 5 });
    expect(made.call).toMatchObject({ to: 'remove', force: true, resource: { token: ME } });
  });
});

describe('a lease that has lapsed', () => {
  test('is taken over by a commit that writes the node too: who held it must find it changed', () => {
    const calling = running('NODE_CHECK', { ...child, lease: 2, dueAt: at(10), version: 3 });
    const made = commitOf(step(calling, { node: mine }, { now: at(10) }));
    expect(made.next).toMatchObject({ lease: 3, dueAt: at(20) });
    expect(made.writes).toEqual([{ put: 'node', doc: mine }]);
  });

  test('of an action cancelled meanwhile is taken over to undo', () => {
    const creating = running('NODE_CREATE', { ...child, state: { called: true }, lease: 2, signal: 'cancel' });
    const made = commitOf(step(creating, { node: mine }));
    expect(made.call?.to).toBe('remove');
    expect(made.writes).toEqual([{ put: 'node', doc: mine }]);
  });

  test('is not what was answered, retried or postponed: then the node need not be written', () => {
    for (const lease of [null, 4] as const) {
      const failed = running('NODE_CREATE', { ...child, state: { called: true }, lease });
      const made = commitOf(step(failed, { node: mine }, lease === null ? {} : { returned: fault(permanent('driver.refused', 'no')) }));
      expect(made.writes).toEqual([]);
    }
  });
});

describe('undoing', () => {
  const closing = { status: 'FAILED', reason: 'no.', undoing: true, until: at(3600) } as const;
  const undoing = running('NODE_CREATE', { ...child, state: { called: true }, lease: 4, closing });

  test('that is done closes the action, and the node says why', () => {
    const made = commitOf(step(undoing, { node: mine }, { returned: { kind: 'ok' } }));
    expect(made.next).toMatchObject({ status: 'FAILED', statusReason: 'no.', closing: null, dueAt: null });
    expect(putOf('node', made)).toMatchObject({ status: 'ERROR', statusReason: 'no.', physicalId: null, token: ME, lock: { holders: [] } });
  });

  test('is tried harder than doing, but not for ever', () => {
    const throttled = { returned: fault(transient('driver.throttled', 'slow down')) };
    expect(commitOf(step({ ...undoing, attempts: 8 }, { node: mine }, throttled)).next).toMatchObject({ attempts: 9, closing });
    const made = commitOf(step({ ...undoing, attempts: 9 }, { node: mine }, throttled));
    expect(made.next).toMatchObject({ status: 'FAILED', statusReason: 'no. What it left behind could not be removed yet: slow down' });
  });

  test('that can never succeed is left at that at once', () => {
    const made = commitOf(step(undoing, { node: mine }, { returned: fault(permanent('driver.none', 'no driver')) }));
    expect(made.next).toMatchObject({ status: 'FAILED', statusReason: expect.stringContaining('no driver') });
  });

  test('that is under way is waited for, for an hour', () => {
    const pending = { returned: { kind: 'pending', again: seconds(5) } } as const;
    expect(commitOf(step(undoing, { node: mine }, { ...pending, now: at(3599) })).next).toMatchObject({ closing, dueAt: at(3604) });
    expect(commitOf(step(undoing, { node: mine }, { ...pending, now: at(3600) })).next.status).toBe('FAILED');
  });

  test('that nobody answered is asked for again', () => {
    const made = commitOf(step({ ...undoing, lease: null }, { node: mine }));
    expect(made.call).toMatchObject({ to: 'remove', resource: { token: ME } });
  });
});

describe('a child whose worker died between its two writes', () => {
  const lastEnd = { actionId: ME, status: 'SUCCEEDED', reason: 'Action completed successfully.' } as const;
  const open = running('NODE_CREATE', { ...child, state: { called: true }, lease: 4 });

  test('ends as its node says it ended, and does nothing more to it', () => {
    const made = commitOf(step(open, { node: aNode({ lastEnd, lock: heldBy('other') }) }));
    expect(made.next).toMatchObject({ status: 'SUCCEEDED', dueAt: null });
    expect(made.writes).toEqual([]);
    expect(made.call).toBeUndefined();
    expect(made.wake).toEqual([{ id: PARENT, queue: 'cluster-action' }]);
  });

  test('ends so even when it was cancelled since', () => {
    const made = commitOf(
      step({ ...open, signal: 'cancel' }, { node: aNode({ lastEnd: { ...lastEnd, status: 'FAILED', reason: 'no' } }) }),
    );
    expect(made.next).toMatchObject({ status: 'FAILED', statusReason: 'no' });
  });

  test('has deleted its node when that is gone', () => {
    expect(commitOf(step(running('NODE_DELETE', { ...child, lease: 4 }), {})).next.status).toBe('SUCCEEDED');
  });

  test.each([
    ['it was closing', { closing: { status: 'CANCELLED', reason: 'why', undoing: false, until: at(1) } as const }, 'CANCELLED'],
    ['nothing is known', {}, 'FAILED'],
  ])('when its node says nothing of it: %s', (_, over, status) => {
    for (const node of [undefined, aNode(), aNode({ lastEnd: { ...lastEnd, actionId: 'other' } })]) {
      expect(commitOf(step({ ...open, ...over }, { node })).next.status).toBe(status);
    }
  });

  test('had its end written on the node', () => {
    const made = commitOf(step(open, { node: mine }, { returned: { kind: 'ok', physicalId: 'p-9' } }));
    expect(putOf('node', made)?.lastEnd).toEqual(lastEnd);
    const root = commitOf(
      step(
        running('NODE_CREATE', { state: { called: true }, clusterId: '' }),
        { node: aNode({ clusterId: '', lock: heldBy(ME) }) },
        { returned: { kind: 'ok' } },
      ),
    );
    expect(putOf('node', root)).not.toHaveProperty('lastEnd');
  });
});

describe('an action that was cancelled by force', () => {
  const ghost = running('CLUSTER_CREATE', {
    status: 'CANCELLED',
    signal: 'cancel',
    endedAt: at(1),
    state: { phase: 'working', at: at(0), stage: 0, round: null, memo: {} },
  });
  const cluster = aCluster({ nodes: [idOf('kept'), idOf('gone')], desiredCapacity: 1, status: 'WARNING' });
  const members = [aNode({ id: idOf('kept') })];

  test('stays CANCELLED, and its end is not told again', () => {
    const made = commitOf(step(ghost, { cluster, members }, { now: at(9) }));
    expect(made.next).toMatchObject({ status: 'CANCELLED', endedAt: at(1), dueAt: null });
    expect(putOf('event', made)).toBeUndefined();
  });

  test('puts the cluster right when nobody has it', () => {
    expect(putOf('cluster', commitOf(step(ghost, { cluster, members })))).toMatchObject({ nodes: [idOf('kept')], status: 'ACTIVE' });
  });

  test('leaves it alone when somebody has', () => {
    const made = commitOf(step(ghost, { cluster: { ...cluster, status: 'RESIZING', lock: heldBy('other') }, members }));
    expect(putOf('cluster', made)).toBeUndefined();
  });

  test('looks after its children though the cluster is gone', () => {
    const round = {
      stage: 0,
      child: 'NODE_CHECK',
      targets: { from: 'members', positions: [0] },
      inputs: {},
      tolerant: false,
      spawned: 1,
      settled: 0,
      failed: 0,
    };
    const state = { phase: 'working', at: at(0), stage: 0, round, memo: {} };
    const kid = anAction('NODE_CHECK', { ...child, dueAt: at(3) });
    const made = commitOf(step({ ...ghost, state }, { children: [kid] }));
    expect(made.stop).toEqual([kid]);
    expect(made.next.dueAt).not.toBeNull();
    expect(commitOf(step({ ...ghost, state }, { children: [{ ...kid, dueAt: null }] })).next.dueAt).toBeNull();
  });
});

describe('stopping children', () => {
  const round = {
    stage: 0,
    child: 'NODE_CHECK',
    targets: { from: 'members', positions: [0, 1] },
    inputs: {},
    tolerant: false,
    spawned: 2,
    settled: 0,
    failed: 0,
  };
  const parent = running('CLUSTER_CHECK', {
    signal: 'cancel',
    dueAt: at(20),
    state: { phase: 'working', at: at(0), stage: 0, round, memo: {} },
  });
  const closing = { status: 'CANCELLED', reason: 'The action was cancelled.', undoing: false, until: at(3600) } as const;
  const kid = (over = {}) => anAction('NODE_CHECK', { ...child, dueAt: at(8), ...over });
  const cluster = aCluster({ lock: heldBy(ME) });

  test('asks all that are open, and remembers that it did', () => {
    const made = commitOf(step(parent, { cluster, children: [kid(), kid({ dueAt: null })] }));
    expect(made.stop).toHaveLength(1);
    expect(made.next).toMatchObject({ closing, dueAt: at(9) });
  });

  test('has nothing to write while they stop', () => {
    const asked = { cluster, children: [kid({ signal: 'cancel' })] };
    expect(step({ ...parent, closing }, asked)).toEqual({ kind: 'idle', wake: [] });
  });

  test('wakes those that are late', () => {
    const made = commitOf(step({ ...parent, closing }, { cluster, children: [kid({ signal: 'cancel' })] }, { now: at(9) }));
    expect(made.stop).toHaveLength(1);
  });

  test('closes when all have', () => {
    const made = commitOf(step({ ...parent, closing }, { cluster, children: [kid({ dueAt: null }), kid({ dueAt: null })], members: [] }));
    expect(made.next).toMatchObject({ status: 'CANCELLED', dueAt: null });
    expect(putOf('cluster', made)?.lock.holders).toEqual([]);
  });
});
