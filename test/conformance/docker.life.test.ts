import { mkdtemp, rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Outcome, Resource } from '../../lib/domain/action/call.ts';
import type { JsonObject } from '../../lib/domain/kernel/json.ts';
import { instant } from '../../lib/domain/kernel/time.ts';
import { splitCommand } from '../../lib/domain/profile/command-line.ts';
import type { EngineAddress } from '../../lib/drivers/docker/client.ts';
import { dockerDriver } from '../../lib/drivers/docker/driver.ts';
import { labelsOf, nameFor } from '../../lib/drivers/docker/marks.ts';
import { markSigner } from '../../lib/platform/mark-signer.ts';
import { makeCertificates } from '../support/certificates.ts';
import { describeIf } from '../support/describe-if.ts';
import { dockerMissing, IMAGE, startDockerEngine, type TestEngine } from '../support/docker-engine.ts';
import { newToken, resourceOf } from './promises/promise.ts';

const HANGS_MS = 120_000;
let engine: TestEngine;
const time = { ahead: 0 };
const clock = { now: () => instant(Date.now() + time.ahead) };
const driver = (engines: readonly EngineAddress[] = [engine.local]) => dockerDriver({ engines, installation: 'life', clock });

type Made = Resource & { readonly token: string; readonly physicalId: string };

async function make(properties: JsonObject, by = driver(), token = newToken()): Promise<Made> {
  const resource = { ...resourceOf({ image: IMAGE, command: 'sleep 1000', ...properties }), token };
  const made = await by.ensure({ token, resource });
  if (made.kind !== 'ok' || made.physicalId === undefined) throw new Error(JSON.stringify(made));
  return { ...resource, physicalId: made.physicalId, memory: made.memory ?? {} };
}

/** For one that is to be waited for. */
function asking(command: string, health: JsonObject) {
  const token = newToken();
  const waits = { interval: 1, timeout: 1, retries: 1, start_period: 0, ...health, wait: true };
  const resource: Resource = { ...resourceOf({ image: IMAGE, command, health: waits }), token };
  /** @param memory of the answer before */
  const ask = (memory: JsonObject = {}) => driver().ensure({ token, resource: { ...resource, memory } });
  return { resource, ask };
}

const seen = (id: string) => engine.docker.getContainer(id).inspect();
const exists = (id: string) =>
  seen(id).then(
    () => true,
    () => false,
  );
const clear = (resource: Resource, by = driver()) => by.remove({ resource, force: true });

async function until<T extends Outcome>(kind: string, ask: () => Promise<T>): Promise<T> {
  for (let i = 0; i < 500; i++) {
    const answer = await ask();
    if (answer.kind === kind) return answer;
    await setTimeout(20);
  }
  throw new Error(`never ${kind}`);
}

describeIf(dockerMissing(), 'the life of a container', () => {
  beforeAll(async () => {
    engine = await startDockerEngine();
  }, HANGS_MS);
  afterAll(async () => {
    for (const { Id } of await engine.docker.listContainers({ all: true, filters: { ancestor: [IMAGE] } })) {
      await engine.docker.getContainer(Id).remove({ force: true });
    }
    await engine.stop();
  }, HANGS_MS);

  test(
    'it is what its properties say, and carries the marks that the user cannot forge',
    async () => {
      const [front, back, data] = [`front-${process.pid}`, `back-${process.pid}`, `data-${process.pid}`];
      const networks = [await engine.docker.createNetwork({ Name: front }), await engine.docker.createNetwork({ Name: back })];
      const made = await make({
        command: `sleep "1000"`,
        entrypoint: ['/bin/busybox'],
        env: { COLOUR: 'green', EMPTY: '' },
        labels: { team: 'a', 'coppice.installation': 'forged' },
        user: '1000:1000',
        working_dir: '/tmp',
        cpus: 0.5,
        memory_mb: 32,
        restart_policy: 'on-failure',
        stop_timeout: 7,
        networks: [front, back],
        ports: [{ container_port: 80, protocol: 'tcp' }],
        volumes: [{ source: data, target: '/data', read_only: true }],
        health: { command: ['true'], interval: 30, timeout: 30, retries: 3, start_period: 0 },
      });
      const container = await seen(made.physicalId);
      const { nodeId, nodeName, project, clusterId } = made.owner;
      expect(container).toMatchObject({
        Path: '/bin/busybox',
        Args: ['sleep', '1000'],
        Config: {
          Hostname: nodeName,
          User: '1000:1000',
          WorkingDir: '/tmp',
          StopTimeout: 7,
          Env: expect.arrayContaining(['COLOUR=green', 'EMPTY=']),
          Healthcheck: { Test: ['CMD', 'true'], Interval: 30_000_000_000 },
          Labels: {
            team: 'a',
            'coppice.installation': 'life',
            'coppice.token': made.token,
            'coppice.project': project,
            'coppice.cluster': clusterId,
            'coppice.node': nodeId,
          },
        },
        HostConfig: { NanoCpus: 500_000_000, Memory: 33_554_432, RestartPolicy: { Name: 'on-failure' }, Privileged: false },
        Mounts: [{ Type: 'volume', Name: data, Destination: '/data', RW: false }],
      });
      expect(Object.keys(container.NetworkSettings.Networks).sort()).toEqual([back, front]);
      const shown = await driver().details(made);
      const addresses = { [front]: [expect.stringMatching(/^\d+\./)], [back]: [expect.stringMatching(/^\d+\./)] };
      expect(shown).toMatchObject({ details: { status: 'ACTIVE', image: IMAGE, engine: 'local', addresses } });
      expect(shown).toMatchObject({
        details: { ports: expect.arrayContaining([expect.objectContaining({ container_port: 80, protocol: 'tcp' })]) },
      });
      expect(JSON.stringify(shown)).not.toContain('green');
      await clear(made);
      expect(await engine.docker.getVolume(data).inspect()).toMatchObject({ Name: data });
      await engine.docker.getVolume(data).remove();
      for (const network of networks) await network.remove();
    },
    HANGS_MS,
  );

  test(
    'a copy of a container of ours is not taken for it: its labels are genuine, and its name is another',
    async () => {
      const signer = markSigner(['life']);
      const signing = dockerDriver({ engines: [engine.local], installation: 'life', signer, clock });
      const token = newToken();
      const resource = { ...resourceOf({ image: IMAGE, command: 'sleep 1000' }), token };
      const made = await signing.ensure({ token, resource });
      const { id } = await engine.docker.createContainer({
        Image: IMAGE,
        Cmd: ['true'],
        Labels: labelsOf('life', token, resource.owner, signer),
      });
      const listed = await signing.list();
      const proofs =
        listed.kind === 'ok' ? listed.resources.filter((one) => one.token === token).map((one) => `${one.physicalId} ${one.proof}`) : [];
      expect(proofs.toSorted()).toEqual([`${made.kind === 'ok' && made.physicalId} signed`, `${id} forged`].toSorted());
      expect(await signing.ensure({ token, resource })).toEqual(made);
      expect(await signing.inspect(id, token)).toMatchObject({ fault: { code: 'driver.resource.foreign' } });
      expect(await signing.remove({ resource, force: true })).toEqual({ kind: 'ok' });
      expect(await signing.remove({ resource, force: true })).toEqual({ kind: 'ok' });
      expect(await exists(id)).toBe(true);
      await engine.docker.getContainer(id).remove({ force: true });
    },
    HANGS_MS,
  );

  test(
    'what a worker left created but not started is started by the next',
    async () => {
      const token = newToken();
      const resource = { ...resourceOf({ image: IMAGE, command: 'sleep 1000' }), token };
      const Labels = labelsOf('life', token, resource.owner);
      const left = await engine.docker.createContainer({
        name: nameFor('life', token, undefined),
        Image: IMAGE,
        Cmd: ['sleep', '1000'],
        Labels,
      });
      expect(await driver().check({ resource })).toMatchObject({
        kind: 'unhealthy',
        reason: expect.stringContaining('never started'),
        gone: false,
      });
      expect(await driver().ensure({ token, resource })).toMatchObject({ kind: 'ok', physicalId: left.id });
      expect(await seen(left.id)).toMatchObject({ State: { Running: true } });
      await clear(resource);
      expect(await exists(left.id)).toBe(false);
    },
    HANGS_MS,
  );

  test(
    'renamed, it is still the one of its token: a create that comes late makes no second',
    async () => {
      const made = await make({});
      const properties = { ...made.properties, name: 'web' };
      expect(await driver().update({ token: newToken(), properties, changed: ['name'], resource: made })).toMatchObject({ kind: 'ok' });
      expect((await seen(made.physicalId)).Name).toMatch(/^\/web-/);
      const late = { ...made, physicalId: null, memory: {} };
      expect(await driver().ensure({ token: made.token, resource: late })).toMatchObject({ kind: 'ok', physicalId: made.physicalId });
      await clear(late);
      expect(await exists(made.physicalId)).toBe(false);
    },
    HANGS_MS,
  );

  test(
    'limits change in place and cannot be lifted there; what is not updatable is refused by name',
    async () => {
      const made = await make({ cpus: 0.5, memory_mb: 32 });
      const update = (properties: JsonObject, ...changed: readonly string[]) =>
        driver().update({ token: newToken(), properties: { ...made.properties, ...properties }, changed, resource: made });
      expect(await update({ cpus: 0.25, memory_mb: 64 }, 'cpus', 'memory_mb')).toMatchObject({ kind: 'ok' });
      expect(await seen(made.physicalId)).toMatchObject({
        State: { Running: true },
        HostConfig: { NanoCpus: 250_000_000, Memory: 67_108_864 },
      });
      const refusal = (property: string) => ({
        kind: 'fault',
        fault: { kind: 'permanent', message: expect.stringContaining(`'${property}'`) },
      });
      expect(await update({ cpus: null }, 'cpus')).toMatchObject(refusal('cpus'));
      expect(await update({ image: 'other' }, 'image')).toMatchObject(refusal('image'));
      await clear(made);
    },
    HANGS_MS,
  );

  test(
    'one that will not hear is pending until its stop timeout, then killed',
    async () => {
      // The first process of a container ignores what it has no handler for.
      const made = await make({ stop_timeout: 9 });
      const asked = await driver().remove({ resource: made });
      expect(asked).toMatchObject({ kind: 'pending', again: 1 });
      if (asked.kind !== 'pending') throw new Error(asked.kind);
      const resource = { ...made, memory: asked.memory ?? {} };
      time.ahead += 8_000;
      expect(await driver().remove({ resource })).toMatchObject({ kind: 'pending' });
      expect(await exists(made.physicalId)).toBe(true);
      time.ahead += 2_000;
      expect(await until('ok', () => driver().remove({ resource }))).toEqual({ kind: 'ok' });
      expect(await exists(made.physicalId)).toBe(false);
    },
    HANGS_MS,
  );

  test(
    'what restarts by itself can be stopped, and removed',
    async () => {
      const made = await make({ restart_policy: 'always', command: `sh -c "trap 'exit 0' TERM; while :; do sleep 1 & wait; done"` });
      const stop = { token: newToken(), operation: 'stop', params: {} };
      expect(await until('ok', () => driver().operate({ ...stop, resource: made }))).toMatchObject({
        kind: 'ok',
        physicalId: made.physicalId,
      });
      expect(await driver().check({ resource: made })).toMatchObject({ kind: 'unhealthy', gone: false });
      await clear(made);
    },
    HANGS_MS,
  );

  test(
    'one that ended says how',
    async () => {
      const made = await make({ command: 'sh -c "exit 3"' });
      const unwell = await until('unhealthy', () => driver().check({ resource: made }));
      expect(unwell).toMatchObject({ reason: expect.stringContaining('exited with code 3'), gone: false });
      expect(await driver().details(made)).toMatchObject({ details: { status: 'EXITED', exit_code: 3 } });
      await clear(made);
    },
    HANGS_MS,
  );

  test(
    'its own health check counts',
    async () => {
      const made = await make({ health: { command: ['sh', '-c', 'exit 1'], interval: 1, timeout: 1, retries: 1, start_period: 0 } });
      const unwell = await until('unhealthy', () => driver().check({ resource: made }));
      expect(unwell).toMatchObject({ reason: expect.stringContaining('health check'), gone: false });
      await clear(made);
    },
    HANGS_MS,
  );

  test(
    'one that is to be waited for is made once its health check has passed',
    async () => {
      const { resource, ask } = asking(`sh -c "sleep 2; echo > /up; sleep 1000"`, { command: ['sh', '-c', '[ -e /up ]'], retries: 9 });
      const first = await ask();
      expect(first).toMatchObject({ kind: 'pending', memory: { engine: 'local', awaited: true } });
      const made = await until('ok', () => ask({ engine: 'local', awaited: true }));
      expect(made).toMatchObject({ physicalId: expect.any(String), memory: { engine: 'local' } });
      await clear(resource);
    },
    HANGS_MS,
  );

  test.each([
    ['fails its health check', 'sleep 1000', 'docker.unhealthy'],
    ['ends before', 'sh -c "exit 3"', 'docker.ended'],
  ])(
    'one that is to be waited for and %s was not made',
    async (_, command, code) => {
      const { resource, ask } = asking(command, { command: ['false'] });
      const first = await ask();
      const failed = first.kind === 'fault' ? first : await until('fault', () => ask({ engine: 'local', awaited: true }));
      expect(failed).toMatchObject({ fault: { code } });
      await clear(resource);
    },
    HANGS_MS,
  );

  test(
    'adoption reads what a profile can say, and no environment',
    async () => {
      const words = ['sh', '-c', `echo "it's $HOME"; sleep 1000`];
      const outsider = await engine.docker.createContainer({
        name: 'legacy',
        Image: IMAGE,
        Cmd: words,
        Env: ['SECRET=the-secret'],
        HostConfig: {
          Memory: 33_554_432,
          NanoCpus: 500_000_000,
          RestartPolicy: { Name: 'always' },
          Mounts: [{ Type: 'volume', Source: 'legacy-data', Target: '/data' }],
        },
      });
      await outsider.start();
      const answer = await driver().inspect('legacy');
      if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer));
      const { command, ...rest } = answer.properties;
      expect(splitCommand(String(command))).toEqual({ kind: 'ok', words });
      const volumes = [{ source: 'legacy-data', target: '/data', read_only: false }];
      expect(rest).toEqual({ image: IMAGE, volumes, cpus: 0.5, memory_mb: 32, restart_policy: 'always' });
      expect(answer).toMatchObject({ physicalId: outsider.id, memory: { adopted: true, engine: 'local' } });
      expect(JSON.stringify(answer)).not.toContain('the-secret');
      await outsider.remove({ force: true });
      await engine.docker.getVolume('legacy-data').remove();
    },
    HANGS_MS,
  );

  describe('of several engines', () => {
    const down: EngineAddress = { name: 'down', socketPath: '/no/such/socket' };
    const pair = (): readonly EngineAddress[] => ['east', 'west'].map((name) => ({ ...engine.local, name }));

    test(
      'each gets its part, and each node stays where it is',
      async () => {
        const made = await Promise.all(Array.from({ length: 12 }, (_, i) => make({}, driver(pair()), `part-${i}`)));
        expect(new Set(made.map(({ memory }) => memory.engine))).toEqual(new Set(['east', 'west']));
        for (const resource of made) {
          expect(await driver([...pair()].reverse()).details(resource)).toMatchObject({ details: { engine: resource.memory.engine } });
          expect(await clear({ ...resource, memory: {} }, driver(pair()))).toEqual({ kind: 'ok' });
          expect(await exists(resource.physicalId)).toBe(false);
        }
      },
      HANGS_MS,
    );

    test(
      'one that is down hides nothing: what it may have is not taken for gone',
      async () => {
        const fault = { kind: 'fault', fault: { kind: 'transient', code: 'docker.unreachable' } };
        expect(await driver([engine.local, down]).list()).toMatchObject(fault);
        const lost = { ...resourceOf({}), token: newToken() };
        expect(await driver([engine.local, down]).remove({ resource: lost })).toMatchObject(fault);
        const made = await make({});
        expect(await driver([down, engine.local]).check({ resource: made })).toEqual({ kind: 'ok' });
        expect(await clear(made, driver([down, engine.local]))).toEqual({ kind: 'ok' });
      },
      HANGS_MS,
    );

    test('one that left the configuration is named', async () => {
      const resource = { ...resourceOf({}), token: newToken(), memory: { engine: 'north' } };
      const fault = { kind: 'permanent', code: 'docker.engine.unknown', message: expect.stringContaining("'north'") };
      expect(await driver().check({ resource })).toEqual({ kind: 'fault', fault });
    });
  });

  describe('over TCP with TLS', () => {
    const secure = () => (typeof engine.secure === 'string' ? undefined : engine.secure);
    const missing = () => void process.stderr.write(`skipped: over TCP with TLS: ${engine.secure}\n`);

    test(
      'is the same',
      async () => {
        const at = secure();
        if (!at) return missing();
        const made = await make({}, driver([at]));
        expect(made.memory).toEqual({ engine: 'secure' });
        expect(await driver([at]).check({ resource: made })).toEqual({ kind: 'ok' });
        expect(await driver([at]).list()).toMatchObject({ resources: [{ token: made.token, physicalId: made.physicalId }] });
        expect(await clear(made, driver([at]))).toEqual({ kind: 'ok' });
        expect(await exists(made.physicalId)).toBe(false);
      },
      HANGS_MS,
    );

    test(
      'neither side talks to one that it does not trust',
      async () => {
        const at = secure();
        if (!at) return missing();
        const home = await mkdtemp('/tmp/coppice-pki-');
        const others = await makeCertificates(home);
        const { ca, cert, key, ...plain } = at;
        const askers: readonly (readonly [string, EngineAddress])[] = [
          ['an engine that another authority vouches for', { ...at, ca: others.text('ca.pem') }],
          ['a client that another authority vouches for', { ...at, cert: others.text('client.pem'), key: others.text('client.key') }],
          ['a client that nobody vouches for', { ...plain, ...(ca && { ca }) }],
          ['a client that does not encrypt', plain],
        ];
        for (const [name, address] of askers) expect([name, await driver([address]).list()]).toMatchObject([name, { kind: 'fault' }]);
        expect(await driver([{ ...at, ca: others.text('ca.pem') }]).list()).toMatchObject({
          fault: { kind: 'permanent', code: 'docker.untrusted' },
        });
        await rm(home, { recursive: true });
      },
      HANGS_MS,
    );
  });
});
