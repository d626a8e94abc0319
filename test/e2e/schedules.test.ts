import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { isJsonObject, type Json, type JsonObject } from '../../lib/domain/kernel/json.ts';
import type { Caller } from '../support/caller.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(120_000);

describeIf(dynoxideMissing(), 'schedules in a running service', () => {
  let service: WholeService;
  let demo: Caller;

  beforeAll(async () => {
    service = await WholeService.start({ SCHEDULE_INTERVAL_MIN: '2' });
    demo = service.as('demo', '1.15');
    await demo.make('/v1/profiles', { profile: { name: 'p', spec: { type: 'fake.node', version: '1.0', properties: {} } } });
    await demo.do('POST', '/v1/clusters', { cluster: { name: 'web', profile_id: 'p', desired_capacity: 1 } });
  });
  afterAll(() => service?.remove());

  const ask = async (method: string, path: string, body?: Json): Promise<{ readonly status: number; readonly schedule: JsonObject }> => {
    const { status, json } = await demo.ask(method, path, body);
    const schedule = isJsonObject(json) ? (json.schedule ?? {}) : {};
    return { status, schedule: isJsonObject(schedule) ? schedule : {} };
  };
  const show = async (name: string) => (await ask('GET', `/v1/schedules/${name}`)).schedule;
  const soon = (seconds: number) => new Date(Math.ceil(Date.now() / 1000) * 1000 + seconds * 1000).toISOString();
  const make = (schedule: JsonObject) =>
    ask('POST', '/v1/schedules', { schedule: { target: 'web', action: 'CLUSTER_RESIZE', ...schedule } });
  const to = (number: number) => ({ adjustment_type: 'EXACT_CAPACITY', number });

  /** Waits until a schedule has done so much; the test's own time limit is the only clock. */
  async function until(name: string, holds: (schedule: JsonObject) => boolean): Promise<JsonObject> {
    for (;;) {
      const schedule = await show(name);
      if (holds(schedule)) return schedule;
      await sleep(50);
    }
  }

  test('one that is seconds ahead scales a cluster, once, on its second, and says so', async () => {
    const at = soon(3);
    expect(await make({ name: 'once', inputs: to(3), at })).toMatchObject({ status: 201, schedule: { fires: 0 } });
    const { last_action_id, last_fired_at, next_fire_times, fires } = await until('once', (s) => s.fires !== 0);
    expect(Date.parse(String(last_fired_at))).toBeGreaterThanOrEqual(Date.parse(at));
    expect({ next_fire_times, fires }).toEqual({ next_fire_times: [], fires: 1 });
    const action = await demo.finish(String(last_action_id));
    expect(action).toMatchObject({
      status: 'SUCCEEDED',
      action: 'CLUSTER_RESIZE',
      data: { origin: { by: 'schedule', reason: expect.stringContaining("'once'") } },
    });
    expect(await demo.show('/v1/clusters/web')).toMatchObject({ desired_capacity: 3 });
  });

  test('one that comes again and again rests while it is paused, and goes on', async () => {
    await make({ name: 'often', action: 'CLUSTER_CHECK', cron: '*/3 * * * * *' });
    await until('often', ({ fires }) => Number(fires) >= 2);
    const paused = await ask('POST', '/v1/schedules/often/pause');
    expect(paused).toMatchObject({ status: 200, schedule: { paused: true, next_fire_times: [] } });
    await sleep(4_000);
    const rested = await show('often');
    expect(rested.fires).toBe(paused.schedule.fires);
    expect(await ask('POST', '/v1/schedules/often/resume')).toMatchObject({
      status: 200,
      schedule: { paused: false, misses: rested.misses ?? 0 },
    });
    await until('often', ({ fires }) => Number(fires) > Number(rested.fires));
    expect((await ask('DELETE', '/v1/schedules/often')).status).toBe(204);
  });

  test('one whose time comes while nobody is there fires once somebody is', async () => {
    await make({ name: 'survivor', inputs: to(2), at: soon(3) });
    await service.kill();
    await sleep(4_000);
    await service.startAgain();
    const { last_action_id } = await until('survivor', ({ fires }) => fires !== 0);
    expect(await demo.finish(String(last_action_id))).toMatchObject({ status: 'SUCCEEDED' });
    await sleep(4_000);
    expect(await show('survivor')).toMatchObject({ fires: 1, misses: 0, last_action_id });
    expect(await demo.show('/v1/clusters/web')).toMatchObject({ desired_capacity: 2 });
  });

  test('one can be fired by hand', async () => {
    await make({ name: 'by-hand', inputs: to(1), cron: '@yearly', paused: true });
    expect(await demo.do('POST', '/v1/schedules/by-hand/fire')).toMatchObject({ status: 'SUCCEEDED' });
    expect(await demo.show('/v1/clusters/web')).toMatchObject({ desired_capacity: 1 });
    expect(await show('by-hand')).toMatchObject({ fires: 1, paused: true });
  });

  test.each<[JsonObject, string]>([
    [{ cron: '* * * * * *' }, "The value for 'cron' comes true more often than every 2 seconds"],
    [{ cron: '0 0 30 2 *' }, "The value for 'cron' names no time within 10 years"],
    [{ cron: 'cron(0 0 1 1 ? 9999)' }, "The value for 'cron' names no time within 10 years"],
    [{ cron: '0 0 * * *', timezone: '../../etc/localtime' }, "The value for 'timezone' is not the name of a time zone"],
    [{ cron: `0 0 * * ${'1,'.repeat(5_000)}1` }, "The value for 'cron' cannot be read: is longer than 200 characters"],
    [{ at: '9999-12-31T23:59:59Z' }, "The value for 'at' is more than 10 years ahead"],
    [{ at: '2020-01-01T00:00:00Z' }, "The value for 'at' is in the past"],
    [{ at: '2026-02-30T00:00:00Z' }, "The value for 'at' must be a time"],
    [{}, "One of 'at' and 'cron' is required"],
    [{ cron: '@daily', inputs: to(-1) }, "The 'number' must be non-negative integer"],
    [{ cron: '@daily', inputs: { number: 1, evil: '__proto__' } }, 'Missing adjustment_type'],
    [{ cron: '@daily', action: 'CLUSTER_CREATE' }, "Value 'CLUSTER_CREATE' is not acceptable for field 'action'"],
    [{ cron: '@daily', target: 'nobody' }, "The specified cluster 'nobody' could not be found"],
    [{ cron: '@daily', tolerance: 1 }, "The value for 'tolerance' must be between 60 and 86400 seconds"],
  ])('%# is refused, and the field named', async (wrong, message) => {
    const { status, text } = await demo.ask('POST', '/v1/schedules', {
      schedule: { name: 'bad', target: 'web', action: 'CLUSTER_RESIZE', inputs: to(1), ...wrong },
    });
    expect({ status, text }).toEqual({ status: 400, text: expect.stringContaining(message) });
  });

  test('a preview shows both changes of the clocks', async () => {
    const { schedule } = await ask('POST', '/v1/schedules/preview', { schedule: { cron: '30 2 * * SUN', timezone: 'Europe/Berlin' } });
    expect(schedule.next_fire_times).toHaveLength(10);
  });

  test('a schedule ends with its cluster', async () => {
    await demo.do('DELETE', '/v1/clusters/web');
    expect(await demo.list('/v1/schedules')).toEqual([]);
    expect((await ask('GET', '/v1/schedules/once')).status).toBe(404);
  });
});
