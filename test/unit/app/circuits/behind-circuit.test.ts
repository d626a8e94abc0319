import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { behindCircuit } from '../../../../lib/app/circuits/behind-circuit.ts';
import { resting } from '../../../../lib/app/circuits/see-drivers.ts';
import type { Outcome } from '../../../../lib/domain/action/call.ts';
import { transient } from '../../../../lib/domain/kernel/fault.ts';
import { after, instant, seconds } from '../../../../lib/domain/kernel/time.ts';
import { fakeDriver } from '../../../../lib/drivers/fake/driver.ts';
import type { Driver } from '../../../../lib/ports/driver.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { MemoryDocumentStore } from '../../../../lib/store/memory/document-store.ts';
import { smallService } from '../../../support/small-service.ts';

const admin = { ...demo, isAdmin: true, roles: ['admin'] };

const TYPE = 'fake.node-1.0';
const dead: Outcome = { kind: 'fault', fault: transient('driver.unavailable', 'Nobody answers.') };
const fine: Outcome = { kind: 'ok' };

/** A cloud that is as it is told to be, asked by as many processes as one likes. */
function world() {
  const store = new MemoryDocumentStore();
  let now = instant(1_000_000);
  let answer: () => Promise<Outcome> = async () => fine;
  const calls: string[] = [];
  const told: string[] = [];
  const driver = new Proxy({} as Driver, {
    get: (_, name) => (name === 'callTimeout' ? seconds(10) : () => (calls.push(String(name)), answer())),
  });
  const process = () => behindCircuit({ store, clock: { now: () => now }, told: ({ state }) => told.push(state) }, TYPE, driver);
  return {
    store,
    calls,
    told,
    process,
    answer: (next: () => Promise<Outcome>) => {
      answer = next;
    },
    pass: (time: number) => {
      now = after(now, seconds(time));
    },
  };
}
const ask = (driver: Driver) => driver.check({} as never);

describe('a driver behind a circuit', () => {
  let w: ReturnType<typeof world>;
  beforeEach(() => {
    w = world();
  });

  test('is called, whatever it says, as long as it says something', async () => {
    const one = w.process();
    for (let i = 0; i < 4; i++) {
      w.answer(async () => dead);
      await ask(one);
      await ask(one);
      w.answer(async () => fine);
      expect(await ask(one)).toEqual(fine);
    }
    expect(w.told).toEqual([]);
    expect(w.store.everything('circuit')).toEqual([]);
  });

  test('is left alone after five calls in vain, and everybody waits with a reason', async () => {
    const one = w.process();
    w.answer(async () => dead);
    for (let i = 0; i < 5; i++) expect(await ask(one)).toEqual(dead);
    expect(w.told).toEqual(['open']);
    const before = w.calls.length;
    expect(await ask(one)).toEqual({ kind: 'pending', again: 15, reason: expect.stringContaining('Nobody answers.') });
    expect(await one.details({} as never)).toMatchObject({
      kind: 'fault',
      fault: { kind: 'transient', code: 'driver.resting', retryAfter: 15 },
    });
    expect(w.calls.length).toBe(before);
    expect(await resting({ store: w.store })).toEqual([TYPE]);
  });

  test('another process knows, and one that begins now', async () => {
    const [one, other] = [w.process(), w.process()];
    await ask(other);
    w.answer(async () => dead);
    for (let i = 0; i < 5; i++) await ask(one);
    expect(await ask(w.process())).toMatchObject({ kind: 'pending' });
    w.pass(5);
    expect(await ask(other)).toMatchObject({ kind: 'pending' });
  });

  test('is tried by one call alone, and called by all when that is answered', async () => {
    const [one, other] = [w.process(), w.process()];
    w.answer(async () => dead);
    for (let i = 0; i < 5; i++) await ask(one);
    w.pass(15);
    const before = w.calls.length;
    let release: (answer: Outcome) => void = () => {};
    w.answer(() => new Promise((resolve) => (release = resolve)));
    const probe = ask(one);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await ask(one)).toMatchObject({ kind: 'pending' });
    expect(await ask(other)).toMatchObject({ kind: 'pending' });
    expect(w.calls.length).toBe(before + 1);
    release(fine);
    expect(await probe).toEqual(fine);
    w.answer(async () => fine);
    expect(await ask(one)).toEqual(fine);
    w.pass(5);
    expect(await ask(other)).toEqual(fine);
    expect(w.told).toEqual(['open', 'closed']);
  });

  test('is left alone for longer when that comes to nothing, too', async () => {
    const one = w.process();
    w.answer(async () => dead);
    for (let i = 0; i < 5; i++) await ask(one);
    w.pass(15);
    expect(await ask(one)).toEqual(dead);
    expect(await ask(one)).toMatchObject({ kind: 'pending', again: 30 });
    expect(w.told).toEqual(['open', 'open']);
  });

  test('one that was closed by somebody else begins to count anew', async () => {
    const [one, other] = [w.process(), w.process()];
    w.answer(async () => dead);
    await ask(other);
    for (let i = 0; i < 5; i++) await ask(one);
    w.pass(15);
    w.answer(async () => fine);
    await ask(one);
    w.pass(5);
    w.answer(async () => dead);
    for (let i = 0; i < 4; i++) expect(await ask(one)).toEqual(dead);
    w.answer(async () => fine);
    expect(await ask(one)).toEqual(fine);
  });

  test('silence is no answer', async () => {
    jest.useFakeTimers();
    const one = w.process();
    w.answer(() => new Promise(() => {}));
    for (let i = 0; i < 5; i++) void ask(one);
    await jest.advanceTimersByTimeAsync(10_000);
    jest.useRealTimers();
    w.answer(async () => fine);
    expect(await ask(one)).toMatchObject({ kind: 'pending', reason: expect.stringContaining('did not answer within 10 seconds') });
  });

  test('a table that does not answer is no reason to call nobody', async () => {
    const broken = { get: () => Promise.reject(new Error('away')), commit: () => Promise.reject(new Error('away')) };
    const one = behindCircuit(
      { store: broken as never, clock: { now: () => instant(1) }, told: () => {} },
      TYPE,
      new Proxy({} as Driver, { get: (_, name) => (name === 'callTimeout' ? seconds(1) : async () => dead) }),
    );
    for (let i = 0; i < 8; i++) expect(await ask(one)).toEqual(dead);
  });
});

test('actions wait for a cloud that is away, say so, and are done when it is back', async () => {
  let isAway = true;
  const told: string[] = [];
  let guarded: Driver | undefined;
  const service = smallService({ drivers: (type) => (type === TYPE ? guarded : undefined) });
  const driver = fakeDriver({ clock: { now: service.now }, cloud: service.cloud });
  const away = new Proxy(driver, {
    get: (target, name) => {
      const own = Reflect.get(target, name) as unknown;
      return typeof own === 'function' && isAway && name !== 'list' ? async () => dead : own;
    },
  });
  guarded = behindCircuit({ store: service.store, clock: { now: service.now }, told: ({ state }) => told.push(state) }, TYPE, away);
  await service.found(0);
  await service.verbs.scaleOut(demo, 'web', { count: 8 });
  await service.settle();
  for (let i = 0; i < 12; i++) await service.pass(60);
  const waiting = service.store.everything('action').filter(({ action }) => action === 'NODE_CREATE');
  expect(waiting).toHaveLength(8);
  for (const { status, statusReason } of waiting) {
    expect(status).toBe('RUNNING');
    expect(statusReason).toMatch(/is left alone for a while: Nobody answers\./);
  }
  expect(await service.verbs.listDrivers(admin)).toMatchObject({
    drivers: expect.arrayContaining([expect.objectContaining({ profileType: TYPE })]),
  });
  isAway = false;
  for (let i = 0; i < 8; i++) await service.pass(60);
  expect(service.members().map(({ status }) => status)).toEqual(Array(8).fill('ACTIVE'));
  expect(service.cluster()).toMatchObject({ status: 'ACTIVE' });
  expect(told.at(-1)).toBe('closed');
});
