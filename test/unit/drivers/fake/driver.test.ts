import { describe, expect, test } from '@jest/globals';
import type { Resource } from '../../../../lib/domain/action/call.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { instant } from '../../../../lib/domain/kernel/time.ts';
import { fakeCloud } from '../../../../lib/drivers/fake/cloud.ts';
import { fakeDriver } from '../../../../lib/drivers/fake/driver.ts';

const owner = { project: 'demo', clusterId: 'c', nodeId: 'n', nodeName: 'web-1', index: 1, role: '' };
const of = (properties: JsonObject, given: Partial<Resource> = {}): Resource => ({
  token: null,
  physicalId: null,
  memory: {},
  owner,
  properties,
  ...given,
});

function world() {
  const time = { now: 1_800_000_000_000 };
  const clock = { now: () => instant(time.now) };
  const cloud = fakeCloud();
  const driver = fakeDriver({ clock, cloud });
  const ensure = (properties: JsonObject, memory: JsonObject = {}, token = 't1') =>
    driver.ensure({ token, resource: of(properties, { memory }) });
  return { time, clock, cloud, driver, ensure };
}

describe('latency', () => {
  test('none: the first answer is final', async () => {
    const { ensure } = world();
    expect(await ensure({})).toEqual({ kind: 'ok', physicalId: 'fake-t1', memory: { createdAt: 1_800_000_000_000 } });
  });

  test('a create is pending until it is over, and says when to ask again', async () => {
    const { ensure, time } = world();
    const first = await ensure({ latency: 3 });
    expect(first).toEqual({ kind: 'pending', again: 3, memory: { waitsFor: 't1', readyAt: 1_800_000_003_000 } });
    time.now += 1_500;
    expect(await ensure({ latency: 3 })).toMatchObject({ kind: 'pending', again: 2 });
    time.now += 1_500;
    expect(await ensure({ latency: 3 })).toEqual({ kind: 'ok', physicalId: 'fake-t1', memory: { createdAt: 1_800_000_000_000 } });
  });

  test('another process goes on waiting from the memory, and does not begin anew', async () => {
    const { ensure, time, clock } = world();
    const first = await ensure({ latency: 3, create_failures: 0 });
    if (first.kind !== 'pending') throw new Error(first.kind);
    time.now += 3_000;
    const restarted = fakeDriver({ clock });
    const resource = of({ latency: 3, create_failures: 1 }, { memory: first.memory ?? {} });
    expect(await restarted.ensure({ token: 't1', resource })).toMatchObject({ kind: 'ok', physicalId: 'fake-t1' });
  });

  test('jitter follows from the token', async () => {
    const answers = async () => {
      const { ensure } = world();
      return Promise.all(['a', 'b', 'c', 'd'].map((token) => ensure({ latency: 1, jitter: 30 }, {}, token)));
    };
    const [once, again] = [await answers(), await answers()];
    expect(again).toEqual(once);
    expect(new Set(once.map((answer) => JSON.stringify(answer))).size).toBeGreaterThan(1);
  });

  test('simulated_wait_time is honoured for any profile type, by create, delete and operations', async () => {
    const { ensure, driver, time } = world();
    const properties = { flavor: '1', image: 'cirros', metadata: { simulated_wait_time: 6 } };
    expect(await ensure(properties)).toMatchObject({ kind: 'pending', again: 6 });
    time.now += 6_000;
    expect(await ensure(properties)).toMatchObject({ kind: 'ok' });
    const resource = of(properties, { token: 't1', physicalId: 'fake-t1' });
    expect(await driver.operate({ token: 'op', operation: 'rebuild', params: {}, resource })).toMatchObject({ kind: 'pending', again: 6 });
    expect(await driver.remove({ resource })).toMatchObject({ kind: 'pending', again: 6 });
    expect(await driver.remove({ resource, force: true })).toEqual({ kind: 'ok' });
  });

  test('the wait of a create that was given up is not that of the delete after it', async () => {
    const { ensure, driver, time } = world();
    const first = await ensure({ latency: 10 });
    if (first.kind !== 'pending') throw new Error(first.kind);
    time.now += 9_000;
    const resource = of({ latency: 10 }, { token: 't1', memory: first.memory ?? {} });
    expect(await driver.remove({ resource })).toMatchObject({ kind: 'pending', again: 10 });
  });
});

describe('failures', () => {
  test.each([
    ['transient', 'transient', 'driver.unavailable'],
    ['permanent', 'permanent', 'driver.refused'],
    ['capacity', 'transient', 'driver.capacity'],
  ])('%s: the first creates of a node fail, the next succeeds', async (failure_kind, kind, code) => {
    const { ensure } = world();
    const properties = { create_failures: 2, failure_kind };
    expect(await ensure(properties)).toMatchObject({ kind: 'fault', fault: { kind, code } });
    expect(await ensure(properties, {}, 't2')).toMatchObject({ kind: 'fault', fault: { kind, code } });
    expect(await ensure(properties)).toMatchObject({ kind: 'ok' });
  });

  test('by rate: about that share, and not the same attempt for ever', async () => {
    const { driver } = world();
    const attempt = async (n: number) => {
      const resource = { ...of({ failure_rate: 0.3 }), owner: { ...owner, nodeId: `n${n}` } };
      const ask = () => driver.ensure({ token: `t${n}`, resource });
      const first = await ask();
      for (let i = 0; i < 50 && (await ask()).kind === 'fault'; i++);
      return { failed: first.kind === 'fault', healed: (await ask()).kind === 'ok' };
    };
    const attempts = await Promise.all(Array.from({ length: 1000 }, (_, n) => attempt(n)));
    const failed = attempts.filter((a) => a.failed).length;
    expect(failed).toBeGreaterThan(250);
    expect(failed).toBeLessThan(350);
    expect(attempts.every((a) => a.healed)).toBe(true);
  });

  test('late success: the answer is a timeout, yet the resource is there', async () => {
    const { ensure, cloud } = world();
    expect(await ensure({ late_success: true })).toMatchObject({ kind: 'fault', fault: { kind: 'transient', code: 'driver.timeout' } });
    expect(cloud.things.has('fake-t1')).toBe(true);
    expect(await ensure({ late_success: true })).toMatchObject({ kind: 'ok', physicalId: 'fake-t1' });
    expect(cloud.things.size).toBe(1);
  });
});

describe('health', () => {
  const mine = (properties: JsonObject, memory: JsonObject) => of(properties, { token: 't1', physicalId: 'fake-t1', memory });

  test.each([{ metadata: { simulated_host_down_after: 10 } }, { flavor: '1', metadata: { simulated_host_down_after: 10 } }])(
    'simulated_host_down_after: its machine, not itself, and for every profile type',
    async (properties) => {
      const { ensure, driver, time } = world();
      const made = await ensure(properties);
      const resource = mine(properties, made.kind === 'ok' ? (made.memory ?? {}) : {});
      expect(await driver.checkHost(resource)).toEqual({ kind: 'ok' });
      time.now += 10_000;
      expect(await driver.checkHost(resource)).toMatchObject({ kind: 'unhealthy', gone: false });
      expect(await driver.check({ resource })).toEqual({ kind: 'ok' });
      const elsewhere = fakeDriver({ clock: { now: () => instant(time.now) } });
      expect(await elsewhere.checkHost(resource)).toMatchObject({ kind: 'unhealthy' });
    },
  );

  test('unhealthy_after: until something starts it afresh', async () => {
    const { ensure, driver, time } = world();
    const properties = { unhealthy_after: 10 };
    const made = await ensure(properties);
    if (made.kind !== 'ok') throw new Error(made.kind);
    expect(await driver.check({ resource: mine(properties, made.memory ?? {}) })).toEqual({ kind: 'ok' });
    time.now += 10_000;
    expect(await driver.check({ resource: mine(properties, made.memory ?? {}) })).toMatchObject({ kind: 'unhealthy', gone: false });
    const resource = mine(properties, made.memory ?? {});
    const rebooted = await driver.operate({ token: 'op', operation: 'reboot', params: { type: 'HARD' }, resource });
    if (rebooted.kind !== 'ok') throw new Error(rebooted.kind);
    expect(await driver.check({ resource: mine(properties, rebooted.memory ?? {}) })).toEqual({ kind: 'ok' });
  });

  test.each([
    ['pause', 'PAUSED'],
    ['suspend', 'SUSPENDED'],
    ['stop', 'SHUTOFF'],
    ['rescue', 'RESCUE'],
    ['lock', 'ACTIVE'],
    ['evacuate', 'ACTIVE'],
  ])('%s leaves %s to see', async (operation, status) => {
    const { ensure, driver } = world();
    await ensure({ flavor: '1' });
    const operated = await driver.operate({ token: 'op', operation, params: {}, resource: mine({ flavor: '1' }, {}) });
    if (operated.kind !== 'ok') throw new Error(operated.kind);
    expect(await driver.details(mine({}, operated.memory ?? {}))).toMatchObject({ kind: 'ok', details: { status } });
  });

  test('a soft reboot asks the guest, so only a hard one wakes what was stopped', async () => {
    const { ensure, driver } = world();
    await ensure({});
    const reboot = (type: string) =>
      driver.operate({ token: type, operation: 'reboot', params: { type }, resource: mine({}, { status: 'SHUTOFF' }) });
    expect(await reboot('SOFT')).toMatchObject({ kind: 'ok', memory: { status: 'SHUTOFF' } });
    expect(await reboot('HARD')).toMatchObject({ kind: 'ok', memory: { status: 'ACTIVE' } });
  });

  test('nothing is forgotten while an operation takes its time', async () => {
    const { ensure, driver, time } = world();
    await ensure({});
    const memory = { createdAt: 1, status: 'SHUTOFF' };
    const lock = (remembered: JsonObject) =>
      driver.operate({ token: 'op', operation: 'lock', params: {}, resource: mine({ latency: 5 }, remembered) });
    const pending = await lock(memory);
    if (pending.kind !== 'pending') throw new Error(pending.kind);
    expect(pending.memory).toMatchObject(memory);
    time.now += 5_000;
    expect(await lock(pending.memory ?? {})).toEqual({ kind: 'ok', memory: { ...memory, locked: true } });
  });

  test('what another process made is there, with what its node remembers', async () => {
    const { clock } = world();
    const restarted = fakeDriver({ clock });
    expect(await restarted.check({ resource: mine({}, {}) })).toEqual({ kind: 'ok' });
    expect(await restarted.check({ resource: mine({}, { status: 'SHUTOFF' }) })).toMatchObject({ kind: 'unhealthy', gone: false });
    await restarted.remove({ resource: mine({}, {}) });
    expect(await restarted.check({ resource: mine({}, {}) })).toMatchObject({ kind: 'unhealthy', gone: true });
  });

  test('details are those of a server, or of a stack', async () => {
    const { ensure, driver } = world();
    await ensure({});
    const server = await driver.details(mine({ name: 'web', flavor: '1', image: 'cirros' }, { createdAt: 1_800_000_000_000 }));
    const common = { id: 'fake-t1', status: 'ACTIVE' };
    expect(server).toMatchObject({ details: { ...common, name: 'web', flavor: '1', addresses: {}, created: '2027-01-15T08:00:00Z' } });
    const stack = await driver.details(mine({ template: {} }, {}));
    expect(stack).toMatchObject({
      details: { ...common, stack_status: 'CREATE_COMPLETE', tags: ['cluster_node_id=n', 'cluster_id=c', 'cluster_node_index=1'] },
    });
  });
});

test('adoption finds any id of its own form, described as the configuration says', async () => {
  const { clock } = world();
  const described = { flavor: '1', image: 'cirros', networks: [{ network: 'private' }] };
  const driver = fakeDriver({ clock, described });
  const memory = { adopted: true, createdAt: 1_800_000_000_000 };
  expect(await driver.inspect('fake-legacy')).toEqual({ kind: 'ok', physicalId: 'fake-legacy', properties: described, memory });
  expect(await driver.inspect('legacy')).toMatchObject({ kind: 'fault', fault: { kind: 'permanent', code: 'driver.resource.not-found' } });
});
