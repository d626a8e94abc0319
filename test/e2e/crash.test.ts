import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Caller } from '../support/caller.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { killAndWait, withVariable } from '../support/processes.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(120_000);

const FINAL = ['SUCCEEDED', 'FAILED', 'CANCELLED'];
const procMissing = existsSync('/proc/self/environ') ? undefined : 'processes are counted in /proc, and there is none';

/** One cluster's life, and a service that is killed three times in each of its changes. Tests stand in the order of that life. */
describeIf(dynoxideMissing() ?? procMissing, 'a service that is killed again and again', () => {
  let service: WholeService;
  let demo: Caller;
  let cluster = '';

  beforeAll(async () => {
    service = await WholeService.start();
    demo = service.as('demo');
    const spec = { type: 'local.process', version: '1.0', properties: { command: ['sleep', 'infinity'], stop_timeout: 5 } };
    await demo.make('/v1/profiles', { profile: { name: 'sleeper', spec } });
  });
  afterAll(async () => {
    for (const { pid } of running()) await killAndWait(pid);
    await service?.remove();
  });

  const running = () => withVariable(`COPPICE_CLUSTER=${cluster}`);

  /** Kills the service at each of these moments of an action, and starts it again each time. An action that ends too soon is killed after it. */
  async function survives(action: string, moments: readonly ((processes: number) => boolean)[]): Promise<void> {
    for (const reached of moments) {
      while (!reached(running().length)) await sleep(1);
      await service.kill();
      await service.startAgain();
    }
    expect(await demo.finish(action)).toMatchObject({ status: 'SUCCEEDED' });
  }

  async function expectWhole(size: number): Promise<void> {
    const nodes = await demo.list(`/v1/nodes?cluster_id=${cluster}`);
    const processes = running().map(({ physicalId }) => physicalId);
    expect(processes).toHaveLength(size);
    expect(nodes.map((node) => node.physical_id).toSorted()).toEqual(processes.toSorted());
    expect(new Set(nodes.map(({ status }) => status))).toEqual(new Set(['ACTIVE']));
    expect(await demo.show(`/v1/clusters/${cluster}`)).toMatchObject({ status: 'ACTIVE', desired_capacity: size });
    await expectNothingOpen();
  }

  async function expectNothingOpen(): Promise<void> {
    const open = (await demo.list('/v1/actions')).filter(({ status }) => !FINAL.includes(status));
    expect(open.map(({ action, status }) => `${action} ${status}`)).toEqual([]);
  }

  test('makes fifty nodes, and not one more', async () => {
    const create = await demo.file('POST', '/v1/clusters', { cluster: { name: 'grove', profile_id: 'sleeper', desired_capacity: 50 } });
    cluster = (await demo.show(`/v1/actions/${create}`)).target;
    await survives(create, [() => true, (n) => n >= 10, (n) => n >= 40]);
    await expectWhole(50);
  });

  test('shrinks to twenty, and not one fewer', async () => {
    const resize = { resize: { adjustment_type: 'EXACT_CAPACITY', number: 20 } };
    await survives(await demo.file('POST', '/v1/clusters/grove/actions', resize), [() => true, (n) => n < 50, (n) => n <= 30]);
    await expectWhole(20);
  });

  test('deletes everything', async () => {
    await survives(await demo.file('DELETE', '/v1/clusters/grove'), [() => true, (n) => n < 20, (n) => n <= 5]);
    expect(running()).toEqual([]);
    expect([await demo.list('/v1/clusters'), await demo.list('/v1/nodes')]).toEqual([[], []]);
    await expectNothingOpen();
    expect((await demo.ask('DELETE', '/v1/profiles/sleeper')).status).toBe(204);
  });
});
