import { describe, expect, jest, test } from '@jest/globals';
import type { Engine } from '../../../../lib/app/engine/engine.ts';
import { ringAlarms } from '../../../../lib/app/engine/ring-alarms.ts';
import { signal } from '../../../../lib/app/engine/signal.ts';
import { stepAction } from '../../../../lib/app/engine/step-action.ts';
import type { Action } from '../../../../lib/domain/action/action.ts';
import type { Outcome } from '../../../../lib/domain/action/call.ts';
import type { Write } from '../../../../lib/domain/documents.ts';
import { transient } from '../../../../lib/domain/kernel/fault.ts';
import { type Instant, seconds } from '../../../../lib/domain/kernel/time.ts';
import { fakeDriver } from '../../../../lib/drivers/fake/driver.ts';
import { cronCalendar } from '../../../../lib/platform/cron-calendar.ts';
import type { Driver } from '../../../../lib/ports/driver.ts';
import type { Nudge } from '../../../../lib/ports/nudges.ts';
import { MemoryDocumentStore } from '../../../../lib/store/memory/document-store.ts';
import { aNode, anAction, aProfile, idOf, PROJECT } from '../../../support/documents.ts';
import { at, heldBy, ME, PARENT } from '../../../support/stepping.ts';

type Sent = Nudge & { readonly delay: number };

/** One node in the middle of its creation, and workers that share a store, a clock and a cloud that answers what it is told to. */
async function scene({ action = anAction('NODE_CREATE', { clusterId: '' }), answers = {} as Partial<Driver>, patience = 5 } = {}) {
  const store = new MemoryDocumentStore();
  const time: { now: Instant } = { now: at(0) };
  const clock = { now: () => time.now };
  const sent: Sent[] = [];
  const commits: (readonly Write[])[] = [];
  const driver: Driver = { ...fakeDriver({ clock }), callTimeout: seconds(patience), ...answers };
  const engine: Engine = {
    store: Object.assign(Object.create(store) as MemoryDocumentStore, {
      commit: (writes: readonly Write[]) => {
        commits.push(writes);
        return store.commit(writes);
      },
    }),
    drivers: () => driver,
    calendar: cronCalendar,
    clock,
    nudges: { send: async (nudges, delay = seconds(0)) => void sent.push(...nudges.map((nudge) => ({ ...nudge, delay }))) },
    random: { secret: () => 'sesame' },
    mostNodes: 10,
    margin: seconds(Math.min(patience, 5)),
  };
  const node = aNode({
    clusterId: action.clusterId,
    physicalId: null,
    token: null,
    createdAt: null,
    status: 'INIT',
    lock: heldBy(ME),
    version: 0,
  });
  await store.commit([
    { put: 'profile', doc: aProfile() },
    { put: 'node', doc: node },
    { put: 'action', doc: { ...action, version: 0 } },
  ]);
  const ref = { project: PROJECT, id: ME };
  return {
    time,
    sent,
    commits,
    store,
    engine,
    step: () => stepAction(engine, ref),
    cancel: () => signal(store, ref),
    self: async () => (await store.get('action', ref)) as Action,
    node: async () => store.get('node', node),
  };
}

/** A call that waits to be told what it came to. */
function held() {
  let answer: (outcome: Outcome) => void = () => {};
  const outcome = new Promise<Outcome>((resolve) => {
    answer = resolve;
  });
  return { call: () => outcome, answer };
}
const turn = () => new Promise(setImmediate);

describe('a step', () => {
  test('goes as far as it can: begun, called and ended in one go', async () => {
    const { step, self, node, commits } = await scene();
    await step();
    expect(await self()).toMatchObject({ status: 'SUCCEEDED', dueAt: null });
    expect(await node()).toMatchObject({ status: 'ACTIVE', lock: { holders: [] } });
    expect(commits).toHaveLength(2);
  });

  test('of a child that was answered is two writes, the node first', async () => {
    const { step, commits } = await scene({ action: anAction('NODE_CREATE', { parentId: PARENT }) });
    expect(await step()).toEqual([{ project: PROJECT, id: PARENT, queue: 'cluster-action' }]);
    expect(commits.map((writes) => writes.map((write) => ('put' in write ? write.put : '')))).toEqual([['action'], ['node'], ['action']]);
  });

  test('of a child that nobody answered is one transaction', async () => {
    const { step, commits } = await scene({ action: anAction('NODE_CREATE', { parentId: PARENT, signal: 'cancel' }) });
    await step();
    expect(commits.map((writes) => writes.length)).toEqual([2]);
  });

  test('of what has ended, or was never there, is nothing', async () => {
    const { step, commits } = await scene({ action: anAction('NODE_CREATE', { status: 'SUCCEEDED', dueAt: null }) });
    await step();
    expect(commits).toEqual([]);
  });

  test('waits for nobody while somebody else holds the lease', async () => {
    const { step, commits } = await scene({
      action: anAction('NODE_CREATE', { startedAt: at(0), status: 'RUNNING', lease: 3, dueAt: at(9) }),
    });
    await step();
    expect(commits).toEqual([]);
  });
});

describe('who waits is woken', () => {
  const failing = (retryAfter?: number): Partial<Driver> => ({
    ensure: async () => ({
      kind: 'fault',
      fault: transient('driver.throttled', 'slow down', retryAfter === undefined ? undefined : seconds(retryAfter)),
    }),
  });
  const pending = (again: number): Partial<Driver> => ({ ensure: async () => ({ kind: 'pending', again: seconds(again) }) });

  test.each<[string, Partial<Driver>, number]>([
    ['to try again', failing(), 2],
    ['to try again when it was told to', failing(20), 20],
    ['to ask again for what is under way', pending(9), 9],
  ])('by a message %s', async (_, answers, delay) => {
    const { step, sent, self } = await scene({ answers });
    await step();
    expect(sent).toEqual([{ project: PROJECT, id: ME, queue: 'node-create', delay }]);
    expect((await self()).dueAt).toBe(at(delay));
  });

  test('by its alarm, when it is long', async () => {
    const { step, sent, engine, time } = await scene({ answers: pending(90) });
    await step();
    expect(sent).toEqual([]);
    time.now = at(89);
    expect(await ringAlarms(engine)).toBe(0);
    time.now = at(90);
    expect(await ringAlarms(engine)).toBe(1);
    expect(sent).toEqual([{ project: PROJECT, id: ME, queue: 'node-create', delay: 0 }]);
  });

  test('by its root, when it is a child', async () => {
    const { step, sent, engine, time } = await scene({ action: anAction('NODE_CREATE', { parentId: PARENT }), answers: pending(90) });
    await step();
    time.now = at(600);
    expect(await ringAlarms(engine)).toBe(0);
    expect(sent).toEqual([]);
  });
});

describe('a driver that does not keep its promise', () => {
  test('and throws, has failed for good', async () => {
    const { step, self, node } = await scene({
      answers: { ensure: () => Promise.reject(new Error('bug')), remove: async () => ({ kind: 'ok' }) },
    });
    await step();
    expect(await self()).toMatchObject({ status: 'FAILED', statusReason: 'The driver failed: bug' });
    expect(await node()).toMatchObject({ status: 'ERROR' });
  });

  test('and never answers, is taken for a driver that says try again', async () => {
    const { step, self } = await scene({ answers: { ensure: () => new Promise(() => {}) }, patience: 0.01 });
    await step();
    expect(await self()).toMatchObject({ attempts: 1, lease: null, statusReason: expect.stringContaining('did not answer') });
  });

  test.each([5, 60, 600])('is not waited for until its lease has lapsed: %d s', async (patience) => {
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const { step, commits } = await scene({ patience });
    await step();
    const leased = commits[0]?.flatMap((write) => ('put' in write && write.put === 'action' ? [write.doc.dueAt ?? 0] : []))[0] ?? 0;
    const waits = timers.mock.calls.map(([, ms]) => ms ?? 0);
    timers.mockRestore();
    expect(Math.max(...waits)).toBeGreaterThanOrEqual(patience * 1000);
    expect(at(0) + Math.max(...waits)).toBeLessThan(leased);
  });

  test('and is not there, fails without being tried again', async () => {
    const { engine, self } = await scene();
    await stepAction({ ...engine, drivers: () => undefined }, { project: PROJECT, id: ME });
    expect(await self()).toMatchObject({ status: 'FAILED', statusReason: expect.stringContaining('No driver is configured') });
  });
});

test('a call whose lease has lapsed before it was made is not made: somebody else may be undoing it', async () => {
  let asked = 0;
  const { engine, time, self } = await scene({ answers: { ensure: async () => ({ kind: 'pending', again: seconds(++asked) }) } });
  const commit = engine.store.commit.bind(engine.store);
  Object.assign(engine.store, {
    commit: async (writes: readonly Write[]) => {
      const answer = await commit(writes);
      time.now = at(10);
      return answer;
    },
  });
  await stepAction(engine, { project: PROJECT, id: ME });
  expect(asked).toBe(0);
  expect(await self()).toMatchObject({ status: 'RUNNING', dueAt: at(10) });
});

describe('an answer that comes too late', () => {
  test('is not taken for the answer to the call that was made since', async () => {
    const [create, remove] = [held(), held()];
    const { step, cancel, time, self } = await scene({ answers: { ensure: create.call, remove: remove.call } });
    const slow = step();
    await turn();
    time.now = at(20);
    await cancel();
    const second = step();
    await turn();
    const undoing = await self();
    expect(undoing).toMatchObject({ closing: { undoing: true } });

    create.answer({ kind: 'ok', physicalId: 'late' });
    await slow;
    expect(await self()).toEqual(undoing);

    remove.answer({ kind: 'ok' });
    await second;
    expect(await self()).toMatchObject({ status: 'CANCELLED', dueAt: null });
  });

  test.each([null, PARENT])('writes nothing of a node that has moved on: parent %p', async (parentId) => {
    const [create, remove] = [held(), held()];
    const action = anAction('NODE_CREATE', { clusterId: '', parentId });
    const { step, cancel, time, node, self } = await scene({ action, answers: { ensure: create.call, remove: remove.call } });
    const slow = step();
    await turn();
    time.now = at(20);
    await cancel();
    const second = step();
    await turn();
    create.answer({ kind: 'ok', physicalId: 'late' });
    await slow;
    expect(await node()).toMatchObject({ physicalId: null, lock: heldBy(ME) });

    remove.answer({ kind: 'ok' });
    await second;
    expect(await node()).toMatchObject({ status: 'ERROR', physicalId: null, token: ME, lock: { holders: [] } });
    expect((await self()).status).toBe('CANCELLED');
    expect(idOf('action')).toBe(ME);
  });
});
