import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { JsonObject } from '../../lib/domain/kernel/json.ts';
import type { Caller } from '../support/caller.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { killAndWait, withVariable } from '../support/processes.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(120_000);

const procMissing = existsSync('/proc/self/environ') ? undefined : 'processes are counted in /proc, and there is none';
const SIZE = 3;

/** Real processes, killed behind the service's back. Polling would come by after ten minutes. */
describeIf(dynoxideMissing() ?? procMissing, 'clusters of processes that the service hears the end of', () => {
  let service: WholeService;
  let demo: Caller;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    service = await WholeService.start();
    demo = service.as('demo');
    const spec = { type: 'local.process', version: '1.0', properties: { command: ['sleep', 'infinity'], stop_timeout: 5 } };
    await demo.make('/v1/profiles', { profile: { name: 'sleeper', spec } });
    await cluster('alone', '1.2', { detection_modes: [{ type: 'LIFECYCLE_EVENTS' }] });
    const both = [{ type: 'LIFECYCLE_EVENTS' }, { type: 'NODE_STATUS_POLLING' }];
    await cluster('combined', '1.3', { interval: 600, node_update_timeout: 0, detection_modes: both });
  });
  afterAll(async () => {
    for (const name of ids.keys()) await demo.do('POST', `/v1/clusters/${name}/actions`, { policy_detach: { policy_id: name } });
    for (const name of ids.keys()) for (const { pid } of running(name)) await killAndWait(pid);
    await service?.remove();
  });

  async function cluster(name: string, version: string, detection: JsonObject): Promise<void> {
    const properties = { detection, recovery: { actions: [{ name: 'RECREATE' }] } };
    await demo.make('/v1/policies', { policy: { name, spec: { type: 'senlin.policy.health', version, properties } } });
    await demo.do('POST', '/v1/clusters', { cluster: { name, profile_id: 'sleeper', desired_capacity: SIZE } });
    ids.set(name, (await demo.show(`/v1/clusters/${name}`)).id);
    await demo.do('POST', `/v1/clusters/${name}/actions`, { policy_attach: { policy_id: name } });
  }
  const running = (name: string) => withVariable(`COPPICE_CLUSTER=${ids.get(name)}`);
  const members = (name: string) => demo.list(`/v1/nodes?cluster_id=${ids.get(name)}`);
  const recoveries = async () => (await demo.list('/v1/actions')).filter(({ action }) => action === 'NODE_RECOVER');

  async function heals(name: string, victim: string): Promise<void> {
    for (;;) {
      const [nodes, alive] = [await members(name), running(name).map(({ physicalId }) => physicalId)];
      const whole = nodes.every(({ status, physical_id }) => status === 'ACTIVE' && alive.includes(physical_id));
      if (whole && alive.length === SIZE && !alive.includes(victim)) return;
      await sleep(20);
    }
  }
  async function killed(name: string): Promise<string> {
    const [victim] = running(name);
    await killAndWait(victim?.pid ?? 0);
    return victim?.physicalId ?? '';
  }

  test.each(['alone', 'combined'])('%s: heals what was killed', async (name) => {
    const before = performance.now();
    await heals(name, await killed(name));
    console.info(`kill -9 healed in ${Math.round(performance.now() - before)} ms (${name})`);
    const told = (await recoveries()).filter(({ cluster_id }) => cluster_id === ids.get(name));
    expect(told).toMatchObject([{ status: 'SUCCEEDED' }]);
  });

  test('heals what was killed while the service was down', async () => {
    await service.kill();
    const victim = await killed('alone');
    await service.startAgain();
    await heals('alone', victim);
  });

  test('takes what it does itself for no illness', async () => {
    const before = (await recoveries()).length;
    const [stopped, restarted] = await members('alone');
    await demo.do('POST', `/v1/nodes/${stopped?.id}/ops`, { stop: {} });
    await demo.do('POST', `/v1/nodes/${restarted?.id}/ops`, { restart: {} });
    await demo.do('POST', '/v1/clusters/combined/actions', { scale_in: { count: 1 } });
    await sleep(2_000);
    expect(await recoveries()).toHaveLength(before);
    expect((await members('alone')).map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
  });
});
