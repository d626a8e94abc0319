import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Caller } from '../support/caller.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { killAndWait, withVariable } from '../support/processes.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(120_000);

const procMissing = existsSync('/proc/self/environ') ? undefined : 'processes are counted in /proc, and there is none';

/** Real processes, killed behind the service's back. Tests stand in the order of one cluster's life. */
describeIf(dynoxideMissing() ?? procMissing, 'a cluster of processes with a health policy', () => {
  let service: WholeService;
  let demo: Caller;
  let cluster = '';

  beforeAll(async () => {
    service = await WholeService.start({ HEALTH_CHECK_INTERVAL_MIN: '1' });
    demo = service.as('demo');
    const spec = { type: 'local.process', version: '1.0', properties: { command: ['sleep', 'infinity'], stop_timeout: 5 } };
    await demo.make('/v1/profiles', { profile: { name: 'sleeper', spec } });
    const properties = {
      detection: { interval: 1, node_update_timeout: 0, detection_modes: [{ type: 'NODE_STATUS_POLLING' }] },
      recovery: { actions: [{ name: 'RECREATE' }], max_in_progress: '2' },
    };
    await demo.make('/v1/policies', { policy: { name: 'heal', spec: { type: 'senlin.policy.health', version: '1.3', properties } } });
    const create = await demo.file('POST', '/v1/clusters', { cluster: { name: 'grove', profile_id: 'sleeper', desired_capacity: 6 } });
    await demo.finish(create);
    cluster = (await demo.show('/v1/clusters/grove')).id;
    await demo.finish(await demo.file('POST', '/v1/clusters/grove/actions', { policy_attach: { policy_id: 'heal' } }));
  });
  afterAll(async () => {
    await demo.file('POST', '/v1/clusters/grove/actions', { policy_detach: { policy_id: 'heal' } }).then((id) => demo.finish(id));
    for (const { pid } of running()) await killAndWait(pid);
    await service?.remove();
  });

  const running = () => withVariable(`COPPICE_CLUSTER=${cluster}`);
  const isWhole = async () => {
    const nodes = await demo.list(`/v1/nodes?cluster_id=${cluster}`);
    const processes = running().map(({ physicalId }) => physicalId);
    return (
      nodes.every(({ status }) => status === 'ACTIVE') &&
      nodes
        .map((node) => node.physical_id)
        .toSorted()
        .join() === processes.toSorted().join()
    );
  };
  async function heals(size: number): Promise<void> {
    while (!(running().length === size && (await isWhole()))) await sleep(100);
    expect(await demo.show('/v1/clusters/grove')).toMatchObject({ status: 'ACTIVE', desired_capacity: size });
  }
  const recoveries = async () => (await demo.list('/v1/actions?action=NODE_RECOVER')).filter(({ action }) => action === 'NODE_RECOVER');

  test('brings back one that was killed, by an action that says why', async () => {
    const [victim] = running();
    await killAndWait(victim?.pid ?? 0);
    await heals(6);
    const [recovery] = await recoveries();
    expect(recovery?.status).toBe('SUCCEEDED');
  });

  test('brings back two, when the service is killed as well', async () => {
    for (const { pid } of running().slice(0, 2)) await killAndWait(pid);
    await service.kill();
    await service.startAgain();
    await heals(6);
  });

  test('says how it does, and no longer recovers anybody', async () => {
    const { json } = await service.as('demo', '1.15').ask('GET', '/v1/clusters/grove/health');
    expect(json).toMatchObject({ health: { enabled: true, breaker: { state: 'closed' }, in_progress: [], waiting: [] } });
  });
});
