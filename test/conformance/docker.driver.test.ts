import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { instant, seconds } from '../../lib/domain/kernel/time.ts';
import { dockerDriver } from '../../lib/drivers/docker/driver.ts';
import { labelsOf, nameFor } from '../../lib/drivers/docker/marks.ts';
import { markSigner } from '../../lib/platform/mark-signer.ts';
import { describeIf } from '../support/describe-if.ts';
import { dockerMissing, IMAGE, startDockerEngine, type TestEngine } from '../support/docker-engine.ts';
import { describeDriver } from './driver.ts';
import type { Bystander, Harness } from './promises/harness.ts';
import { checked, clear, make, newToken, operate } from './promises/promise.ts';

let engine: TestEngine;
const time = { ahead: 0 };
const clock = { now: () => instant(Date.now() + time.ahead) };
const STAYS = `sh -c "trap 'exit 0' TERM; while :; do sleep 1 & wait; done"`;

function harness(): Harness {
  const ours = 'ours';
  const worker = (installation: string) => () =>
    dockerDriver({ engines: [engine.local], installation, signer: markSigner([installation]), clock, callTimeout: seconds(30) });
  const find = async (filters: { readonly [name: string]: string[] }) => engine.docker.listContainers({ all: true, filters });
  const labelled = (token: string) => find({ label: [`coppice.token=${token}`, `coppice.installation=${ours}`] });
  const place = async (containerName?: string, Labels: { readonly [label: string]: string } = {}): Promise<Bystander> => {
    const container = await engine.docker.createContainer({
      Image: IMAGE,
      Cmd: ['sleep', '1000'],
      Labels,
      ...(containerName && { name: containerName }),
    });
    await container.start();
    const state = () =>
      container.inspect().then(({ State, Name }) => State.Running && !State.Paused && (!containerName || Name === `/${containerName}`));
    return {
      identity: container.id,
      intact: () => state().catch(() => false),
      clear: () => container.remove({ force: true }).catch(() => undefined),
    };
  };
  return {
    worker: worker(ours),
    stranger: worker('theirs'),
    // The same engine under its name, where nobody listens.
    benighted: () =>
      dockerDriver({
        engines: [{ name: engine.local.name, socketPath: '/nowhere/docker.sock' }],
        installation: ours,
        clock,
        callTimeout: seconds(30),
      }),
    properties: { image: IMAGE, command: STAYS },
    impossible: [
      { properties: { image: 'no-such-image:1', command: 'sleep 1' }, says: /no-such-image:1/ },
      { properties: { image: 'Not an image', command: 'sleep 1' }, says: /Not an image/i },
      { properties: { image: IMAGE, command: '/no/such/program' }, says: /\/no\/such\/program/ },
      { properties: { image: IMAGE, command: 'sleep "1' }, says: /quotation/ },
      { properties: { image: IMAGE, command: 'sleep 1', networks: ['no-such-network'] }, says: /no-such-network/ },
      { properties: { image: IMAGE, command: 'sleep 1', cpus: 4096 }, says: /CPU/ },
      { properties: { image: IMAGE, command: 'sleep 1', host_node: 'web-1' }, says: /host_node/ },
      { properties: { command: 'sleep 1' }, says: /image/ },
    ],
    updates: [
      { properties: { image: IMAGE, command: STAYS, cpus: 0.5, memory_mb: 64 }, changed: ['cpus', 'memory_mb'] },
      { properties: { image: IMAGE, command: STAYS, name: 'web', restart_policy: 'always' }, changed: ['name', 'restart_policy'] },
    ],
    operations: [
      { operation: 'pause', params: {}, healthy: false },
      { operation: 'unpause', params: {}, healthy: true },
      { operation: 'restart', params: { wait_time: 3 }, healthy: true },
      { operation: 'stop', params: {}, healthy: false },
      { operation: 'start', params: {}, healthy: true },
      { operation: 'pause', params: {}, healthy: false },
      { operation: 'restart', params: {}, healthy: true },
    ],
    running: async (token) => (await labelled(token)).filter(({ State }) => State === 'running' || State === 'paused').map(({ Id }) => Id),
    traces: async (token) => [...(await labelled(token)), ...(await find({ name: [token] }))].map(({ Id }) => Id),
    lose: (physicalId) => engine.docker.getContainer(physicalId).remove({ force: true }),
    squat: (token) => place(nameFor(ours, token, undefined)),
    forge: (token, owner, signature) =>
      place(`${nameFor(ours, token, 'forged')}`, { ...labelsOf(ours, token, owner), 'coppice.mark': signature }),
    outsider: () => place(),
    pass: async (given) => {
      time.ahead += given * 1000;
      await setTimeout(5);
    },
    exceptions: {
      'an operation repeated with its token is done once, and its answer is the same': {
        reason: 'labels cannot change, so nothing on a container can tell that it was restarted already: it is restarted again',
        instead: async (h) => {
          const made = await make(h);
          for (const { operation, params, healthy } of h.operations) {
            const token = newToken();
            const first = await operate(h, made, operation, params, token);
            expect(await operate(h, made, operation, params, token)).toEqual(first);
            expect([operation, (await checked(h, made)).kind]).toEqual([operation, healthy ? 'ok' : 'unhealthy']);
          }
          await clear(h, made);
        },
      },
    },
  };
}

describeIf(dockerMissing(), 'with a Docker engine', () => {
  beforeAll(async () => {
    engine = await startDockerEngine();
  }, 120_000);
  afterAll(async () => {
    const left = await engine.docker.listContainers({ all: true, filters: { ancestor: [IMAGE] } });
    for (const { Id } of left) await engine.docker.getContainer(Id).remove({ force: true });
    await engine.stop();
  }, 60_000);

  describeDriver('docker', harness());
});
