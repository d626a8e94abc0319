import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Caller } from '../support/caller.ts';
import { describeIf } from '../support/describe-if.ts';
import { dockerMissing, IMAGE, startDockerEngine, type TestEngine } from '../support/docker-engine.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(120_000);

/** Real containers, killed behind the service's back, and nobody who polls. */
describeIf(dynoxideMissing() ?? dockerMissing(), 'a cluster of containers whose engine tells what becomes of them', () => {
  let engine: TestEngine;
  let service: WholeService;
  let demo: Caller;

  beforeAll(async () => {
    engine = await startDockerEngine();
    const socket = 'socketPath' in engine.local ? engine.local.socketPath : '';
    service = await WholeService.start({ DOCKER_HOST: `unix://${socket}` });
    demo = service.as('demo');
    const container = { image: IMAGE, command: 'sleep 86400' };
    await demo.make('/v1/profiles', {
      profile: { name: 'box', spec: { type: 'container.dockerinc.docker', version: '1.0', properties: container } },
    });
    const properties = {
      detection: { detection_modes: [{ type: 'LIFECYCLE_EVENTS' }] },
      recovery: { actions: [{ name: 'RECREATE' }] },
    };
    await demo.make('/v1/policies', { policy: { name: 'heal', spec: { type: 'senlin.policy.health', version: '1.2', properties } } });
    await demo.do('POST', '/v1/clusters', { cluster: { name: 'boxes', profile_id: 'box', desired_capacity: 3 } });
    await demo.do('POST', '/v1/clusters/boxes/actions', { policy_attach: { policy_id: 'heal' } });
  });
  afterAll(async () => {
    await demo?.do('DELETE', '/v1/clusters/boxes').catch(() => undefined);
    await service?.remove();
    await engine?.stop();
  });

  const nodes = () => demo.list('/v1/nodes');
  const running = async () => (await engine.docker.listContainers()).map(({ Id }) => Id);
  const recoveries = async () => (await demo.list('/v1/actions')).filter(({ action }) => action === 'NODE_RECOVER');
  async function heals(than: readonly string[]): Promise<void> {
    for (;;) {
      const [members, containers] = [await nodes(), await running()];
      const whole = members.every(({ status, physical_id }) => status === 'ACTIVE' && containers.includes(physical_id));
      if (whole && containers.length === 3 && !than.some((id) => containers.includes(id))) return;
      await sleep(50);
    }
  }

  test('brings back one that was killed', async () => {
    const [victim = ''] = await running();
    await engine.docker.getContainer(victim).kill();
    await heals([victim]);
    expect(await recoveries()).toMatchObject([{ status: 'SUCCEEDED' }]);
  });

  test('brings back one that was removed', async () => {
    const [victim = ''] = await running();
    await engine.docker.getContainer(victim).remove({ force: true });
    await heals([victim]);
    expect(await recoveries()).toHaveLength(2);
  });

  test('takes what it does itself for no illness', async () => {
    const [node] = await nodes();
    await demo.do('POST', `/v1/nodes/${node?.id}/ops`, { restart: {} });
    await demo.do('POST', '/v1/clusters/boxes/actions', { scale_in: { count: 1 } });
    await sleep(1_000);
    expect(await recoveries()).toHaveLength(2);
    expect((await nodes()).map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE']);
  });
});
