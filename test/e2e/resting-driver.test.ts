import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Caller, Shown } from '../support/caller.ts';
import { describeIf } from '../support/describe-if.ts';
import { dockerMissing, IMAGE, startDockerEngine, type TestEngine } from '../support/docker-engine.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(180_000);

const DOCKER = 'container.dockerinc.docker-1.0';
type Driving = { readonly profile_type: string; readonly state: string; readonly reason: string | null };

/** A real engine behind a socket that is not there at first. */
describeIf(dynoxideMissing() ?? dockerMissing(), 'an engine that is away', () => {
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'coppice-away-'));
  const socket = path.join(folder, 'docker.sock');
  let engine: TestEngine;
  let service: WholeService;
  let demo: Caller;
  let admin: Caller;

  beforeAll(async () => {
    engine = await startDockerEngine();
    service = await WholeService.start({ COPPICE_DB: 'memory', DOCKER_HOST: `unix://${socket}`, LOG_LEVEL: 'info' });
    [demo, admin] = [service.as('demo', '1.15'), service.as('admin', '1.15')];
    const properties = { image: IMAGE, command: 'sleep 86400' };
    await demo.make('/v1/profiles', { profile: { name: 'box', spec: { type: 'container.dockerinc.docker', version: '1.0', properties } } });
  });
  afterAll(async () => {
    await demo?.do('DELETE', '/v1/clusters/boxes').catch(() => undefined);
    await service?.remove();
    await engine?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const circuit = async () =>
    ((await admin.list('/v1/drivers')) as unknown as readonly Driving[]).find(({ profile_type: type }) => type === DOCKER);
  const ready = async () => (await fetch(`${service.url}/readyz`)).json();

  test('fails nothing: it is left alone, and everybody can see that', async () => {
    expect(await circuit()).toMatchObject({ state: 'closed', since: null });
    expect(await ready()).toEqual({ status: 'ready' });
    const action = await demo.file('POST', '/v1/clusters', { cluster: { name: 'boxes', profile_id: 'box', desired_capacity: 6 } });
    while ((await circuit())?.state === 'closed') await sleep(100);
    expect(await circuit()).toMatchObject({ reason: expect.stringMatching(/\S/) });
    expect(await ready()).toEqual({ status: 'ready', resting: [DOCKER] });
    expect((await demo.ask('GET', '/v1/drivers')).status).toBe(403);

    const creations = async () => (await demo.list('/v1/actions?action=NODE_CREATE')) as readonly Shown[];
    const says = ({ status_reason: reason }: Shown) => reason.includes('is left alone for a while');
    while (!(await creations()).some(says)) await sleep(100);
    symlinkSync('socketPath' in engine.local ? engine.local.socketPath : '', socket);
    expect(await demo.finish(action)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await creations()).map(({ status }) => status)).toEqual(Array(6).fill('SUCCEEDED'));
    expect(await circuit()).toMatchObject({ state: 'closed', openings: 0, reason: null });
    expect(await ready()).toEqual({ status: 'ready' });
    expect(service.output).toMatch(/"circuit open".*\n[\s\S]*"circuit closed"/);
  });
});
