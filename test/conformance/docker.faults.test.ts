import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { instant, seconds } from '../../lib/domain/kernel/time.ts';
import { dockerDriver } from '../../lib/drivers/docker/driver.ts';
import { labelsOf, nameFor } from '../../lib/drivers/docker/marks.ts';
import type { Driver } from '../../lib/ports/driver.ts';
import { newToken, resourceOf } from './promises/promise.ts';

/** Only ends what hangs. Nothing is ever judged by how long it took. */
jest.setTimeout(120_000);

const home = await mkdtemp(join(tmpdir(), 'coppice-engine-'));
const open: (Server | TcpServer)[] = [];
const clock = { now: () => instant(Date.now()) };
let sockets = 0;

afterEach(() => {
  for (const server of open.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  }
});
afterAll(() => rm(home, { recursive: true }));

type Answer = (request: IncomingMessage, response: ServerResponse, path: string) => void;

/** An engine that does what a test wants, instead of what an engine does. */
async function engine(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    answer(request, response, decodeURIComponent(request.url ?? ''));
  });
  return listen(server);
}

async function listen(server: Server | TcpServer): Promise<string> {
  const path = join(home, `${sockets++}.sock`);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return path;
}

const driverAt = (socketPath: string, given: { readonly pull?: boolean; readonly concurrency?: number } = {}) =>
  dockerDriver({ engines: [{ name: 'one', socketPath }], installation: 'here', clock, callTimeout: seconds(1), ...given });

const properties = { image: 'busybox', command: 'sleep 1000' };
const ID = 'a'.repeat(64);
const token = newToken();
const resource = resourceOf(properties, { token, physicalId: ID });

const everyCall = (driver: Driver): readonly (readonly [string, () => Promise<{ readonly kind: string; readonly fault?: unknown }>])[] => [
  ['ensure', () => driver.ensure({ token, resource })],
  ['remove', () => driver.remove({ resource })],
  ['remove by force', () => driver.remove({ resource, force: true })],
  ['check', () => driver.check({ resource })],
  ['restart', () => driver.operate({ token: newToken(), operation: 'restart', params: {}, resource })],
  ['update', () => driver.update({ token: newToken(), properties: { ...properties, cpus: 1 }, changed: ['cpus'], resource })],
  ['details', () => driver.details(resource)],
  ['inspect', () => driver.inspect('web')],
  ['list', () => driver.list()],
];

const json = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

/** A container as an engine describes it. */
const container = (given: { readonly id?: string; readonly labels?: object; readonly state?: object } = {}) => ({
  Id: given.id ?? ID,
  Name: `/${nameFor('here', token, 'web')}`,
  Created: '2026-01-01T00:00:00Z',
  State: {
    Status: 'running',
    Running: true,
    Paused: false,
    Restarting: false,
    ExitCode: 0,
    StartedAt: '2026-01-01T00:00:00Z',
    ...given.state,
  },
  Config: { Image: 'busybox', Labels: given.labels ?? labelsOf('here', token, resource.owner) },
  HostConfig: {},
  NetworkSettings: {},
});
const listed = (labels: object = labelsOf('here', token, resource.owner)) => [
  { Id: ID, Names: [`/${nameFor('here', token, undefined)}`], Labels: labels },
];

describe('an engine that is not there', () => {
  test('every call is a transient fault that says where it was looked for', async () => {
    for (const [name, call] of everyCall(driverAt(join(home, 'none.sock')))) {
      const message = expect.stringMatching(/'one' at unix:\/\/.*none\.sock .*ENOENT/);
      expect([name, await call()]).toEqual([name, { kind: 'fault', fault: { kind: 'transient', code: 'docker.unreachable', message } }]);
    }
  });

  test('over TCP likewise', async () => {
    const driver = dockerDriver({ engines: [{ name: 'far', host: '127.0.0.1', port: 1 }], installation: 'here', clock });
    const message = expect.stringContaining('tcp://127.0.0.1:1');
    expect(await driver.check({ resource })).toEqual({ kind: 'fault', fault: { kind: 'transient', code: 'docker.unreachable', message } });
  });

  test('no engine at all is a permanent fault', async () => {
    const driver = dockerDriver({ engines: [], installation: 'here', clock });
    for (const [name, call] of everyCall(driver)) {
      const expected =
        name === 'list' ? { kind: 'ok', resources: [] } : { kind: 'fault', fault: { kind: 'permanent', code: 'docker.engine.none' } };
      expect([name, await call()]).toMatchObject([name, expected]);
    }
  });

  test('what DOCKER_HOST says changes nothing', async () => {
    const before = process.env.DOCKER_HOST;
    process.env.DOCKER_HOST = 'tcp://127.0.0.1:1';
    const driver = driverAt(await engine((_, response) => json(response, 200, [])));
    if (before === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = before;
    expect(await driver.list()).toEqual({ kind: 'ok', resources: [] });
  });
});

describe('an engine that is slow', () => {
  const misbehaviours: readonly (readonly [string, Answer])[] = [
    ['never answers', () => undefined],
    ['stops in the middle of its answer', (_, response) => void response.writeHead(200, { 'content-length': '1000' }).write('[')],
    [
      'hangs up in the middle of its answer',
      (_, response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('[');
        setImmediate(() => response.destroy());
      },
    ],
  ];
  test.each(misbehaviours)('one that %s: every call ends as a transient fault', async (_, answer) => {
    const driver = driverAt(await engine(answer));
    const answers = await Promise.all(everyCall(driver).map(async ([name, call]) => [name, await call()] as const));
    for (const [name, outcome] of answers) {
      expect([name, outcome]).toMatchObject([
        name,
        { kind: 'fault', fault: { kind: 'transient', code: expect.stringMatching(/^docker\.(timeout|unreachable)$/) } },
      ]);
    }
  });

  test('those who wait for their turn behind it end, too', async () => {
    const driver = driverAt(await engine(() => undefined), { concurrency: 2 });
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => driver.check({ resource })));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ kind: 'fault', fault: { kind: 'transient', code: 'docker.timeout' } });
  });

  test('no more requests at a time than allowed, and all of them in the end', async () => {
    let now = 0;
    let most = 0;
    const path = await engine((_, response) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now -= 1;
        json(response, 200, container());
      }, 5);
    });
    const driver = dockerDriver({ engines: [{ name: 'one', socketPath: path }], installation: 'here', clock, concurrency: 3 });
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => driver.check({ resource })));
    expect(outcomes.every(({ kind }) => kind === 'ok')).toBe(true);
    expect(most).toBe(3);
  });
});

describe('an engine that fails', () => {
  test.each([
    [500, 'transient', 'docker.failed'],
    [502, 'transient', 'docker.unavailable'],
    [503, 'transient', 'docker.unavailable'],
    [429, 'transient', 'docker.throttled'],
    [400, 'permanent', 'docker.refused'],
    [401, 'permanent', 'docker.denied'],
    [403, 'permanent', 'docker.denied'],
  ])('%i is a %s fault with its own words', async (status, kind, code) => {
    const driver = driverAt(await engine((_, response) => json(response, status, { message: 'for reasons of its own' })));
    for (const [name, call] of everyCall(driver)) {
      const fault = { kind, code, message: expect.stringContaining('for reasons of its own') };
      expect([name, await call()]).toMatchObject([name, { kind: 'fault', fault }]);
    }
  });

  test('one that does not speak the protocol', async () => {
    const driver = driverAt(
      await listen(createTcpServer((socket) => socket.on('error', () => undefined).end('220 mail.example.org ESMTP\r\n'))),
    );
    for (const [name, call] of everyCall(driver))
      expect([name, await call()]).toMatchObject([name, { kind: 'fault', fault: { code: 'docker.answer.invalid' } }]);
  });

  describe('at the start of a container that an earlier attempt left', () => {
    const FRESH = 'b'.repeat(64);
    /** An engine that was killed while it started the container, and never can start it again. */
    const broken = async (StartedAt: string) => {
      const asked: string[] = [];
      const path = await engine((request, response, url) => {
        const [, what = ''] = /^\/(?:v[\d.]+\/)?(.*?)(?:\?.*)?$/.exec(url) ?? [];
        asked.push(`${request.method} ${what.replace(ID, 'old').replace(FRESH, 'new')}`);
        if (what === 'containers/json') return json(response, 200, listed());
        if (what === 'containers/create') return json(response, 201, { Id: FRESH });
        if (what.endsWith('/start') && what.includes(ID)) return json(response, 500, { message: 'task: already exists' });
        if (request.method !== 'GET') return void response.writeHead(204).end();
        const isFresh = what.includes(FRESH);
        const started = isFresh && asked.includes('POST containers/new/start');
        const state = started ? {} : { Status: 'created', Running: false, StartedAt };
        return json(response, 200, container({ id: isFresh ? FRESH : ID, state }));
      });
      return { asked, outcome: await driverAt(path).ensure({ token, resource: resourceOf(properties, { token }) }) };
    };

    test('another takes the place of one that never ran', async () => {
      const { asked, outcome } = await broken('0001-01-01T00:00:00Z');
      expect(outcome).toMatchObject({ kind: 'ok', physicalId: FRESH });
      expect(asked.filter((one) => !one.startsWith('GET'))).toEqual([
        'POST containers/old/start',
        'DELETE containers/old',
        'POST containers/create',
        'POST containers/new/start',
      ]);
    });

    test('one that ran may have something to lose, and stays', async () => {
      const { asked, outcome } = await broken('2026-01-01T00:00:00Z');
      expect(outcome).toMatchObject({ kind: 'fault', fault: { kind: 'transient', code: 'docker.failed' } });
      expect(asked).not.toContain('DELETE containers/old');
    });
  });

  test('what another worker did between the look and the act is done', async () => {
    const gone = await engine((request, response) =>
      request.method === 'DELETE' ? json(response, 404, { message: 'No such container' }) : json(response, 200, container()),
    );
    expect(await driverAt(gone).remove({ resource, force: true })).toEqual({ kind: 'ok' });
    const started = await engine((request, response) =>
      request.method === 'POST' ? response.writeHead(304).end() : json(response, 200, container({ state: { Running: false } })),
    );
    const start = { token: newToken(), operation: 'start', params: {}, resource };
    expect(await driverAt(started).operate(start)).toMatchObject({ kind: 'ok', physicalId: ID });
  });

  test('what cannot tell whether it has ended has not', async () => {
    for (const status of [400, 500]) {
      const requests: string[] = [];
      const path = await engine((request, response, url) => {
        requests.push(`${request.method}`);
        if (url.includes('/wait')) json(response, status, { message: 'who knows' });
        else if (request.method === 'POST') response.writeHead(204).end();
        else json(response, 200, container());
      });
      expect(await driverAt(path).remove({ resource })).toMatchObject({ kind: 'fault' });
      expect(requests).not.toContain('DELETE');
    }
  });

  test('a removal that is under way already is pending', async () => {
    const path = await engine((request, response) =>
      request.method === 'DELETE' ? json(response, 409, { message: 'removal already in progress' }) : json(response, 200, container()),
    );
    expect(await driverAt(path).remove({ resource, force: true })).toMatchObject({ kind: 'pending', again: 1 });
  });
});

describe('an engine that lies', () => {
  test.each([
    ['not JSON', '{"Id": '],
    ['a web page', '<html>Sign in</html>'],
    ['nothing', ''],
    ['null', 'null'],
    ['a number', '42'],
    ['another shape', '{"Id": 7, "Config": []}'],
    ['a list of another shape', '[{"Id": "../etc"}]'],
  ])('%s for an answer is a transient fault, or what the status alone says', async (_, body) => {
    const driver = driverAt(await engine((__, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(body)));
    for (const [name, call] of everyCall(driver)) {
      expect([name, await call()]).toMatchObject([name, { kind: 'fault', fault: { kind: 'transient', code: 'docker.answer.invalid' } }]);
    }
  });

  test.each([404, 409, 500])('%i with an object where its reason should be is a refusal like others', async (status) => {
    const driver = driverAt(await engine((_, response) => json(response, status, { message: { toString: 1, valueOf: 1 } })), {
      pull: true,
    });
    for (const [name, call] of everyCall(driver)) {
      const outcome = await call();
      expect([name, ['ok', 'unhealthy', 'pending', 'fault'].includes(outcome.kind)]).toEqual([name, true]);
      if (status === 500)
        expect(outcome).toMatchObject({ fault: { code: 'docker.failed', message: expect.stringContaining('{"toString":1') } });
    }
  });

  const others = { 'coppice.installation': 'there', 'coppice.token': token };
  test('a container listed as ours with the labels of others is not believed in', async () => {
    const requests: string[] = [];
    const path = await engine((request, response, url) => {
      requests.push(`${request.method} ${url}`);
      if (url.startsWith('/containers/json')) json(response, 200, listed(others));
      else json(response, 200, container({ labels: others }));
    });
    const driver = driverAt(path);
    expect(await driver.check({ resource: { ...resource, physicalId: null } })).toMatchObject({ kind: 'unhealthy', gone: true });
    await driver.remove({ resource });
    await driver.remove({ resource: { ...resource, token: null } });
    expect(await driver.list()).toEqual({ kind: 'ok', resources: [] });
    expect(requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
  });

  test('a container that is listed with our labels and shown with others is not believed in', async () => {
    const requests: string[] = [];
    const path = await engine((request, response, url) => {
      requests.push(`${request.method} ${url}`);
      if (url.startsWith('/containers/json')) json(response, 200, listed());
      else json(response, 200, container({ labels: others }));
    });
    for (const [name, call] of everyCall(driverAt(path))) {
      if (['ensure', 'check', 'remove', 'restart'].includes(name)) {
        expect([name, await call()]).toMatchObject([name, { kind: 'fault', fault: { kind: 'transient', code: 'docker.answer.invalid' } }]);
      }
    }
    expect(requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
  });

  test('one that tells of another container than it was asked about is not believed', async () => {
    const path = await engine((request, response, url) => {
      if (url.startsWith('/containers/json')) json(response, 200, []);
      else if (request.method === 'POST' && url.startsWith('/containers/create')) json(response, 201, { Id: ID });
      else json(response, 200, container({ id: 'b'.repeat(64) }));
    });
    expect(await driverAt(path).ensure({ token, resource })).toMatchObject({ kind: 'fault', fault: { code: 'docker.answer.invalid' } });
    expect(await driverAt(path).check({ resource })).toMatchObject({ kind: 'unhealthy', gone: true });
  });

  test('whatever it says, every call ends in an outcome', async () => {
    const answer = { current: (_: ServerResponse): void => undefined };
    const path = await engine((_, response) => answer.current(response));
    const truths = [container(), listed(), { Id: ID }, container({ state: { Running: false, Paused: true } }), container({ labels: {} })];
    const body = fc.oneof(fc.constantFrom(...truths), fc.jsonValue());
    const status = fc.constantFrom(200, 200, 201, 204, 304, 400, 404, 409, 500);
    const lies = fc.asyncProperty(fc.array(fc.tuple(status, body), { minLength: 1, maxLength: 6 }), async (answers) => {
      let n = 0;
      answer.current = (response) => {
        const [code, said] = answers[n++ % answers.length] ?? [500, null];
        json(response, code, said);
      };
      for (const [, call] of everyCall(driverAt(path))) expect(['ok', 'pending', 'unhealthy', 'fault']).toContain((await call()).kind);
    });
    await fc.assert(lies, { numRuns: 60 });
  });
});

test('where nobody remembers the engine, a removal looks on all of them', async () => {
  for (const has of ['east', 'west']) {
    const removed: string[] = [];
    const at = (name: string) =>
      engine((request, response, url) => {
        if (request.method === 'DELETE') removed.push(name);
        if (request.method !== 'GET') response.writeHead(204).end();
        else if (name !== has) url.startsWith('/containers/json') ? json(response, 200, []) : json(response, 404, {});
        else json(response, 200, url.startsWith('/containers/json') ? listed() : container());
      });
    const engines = [
      { name: 'east', socketPath: await at('east') },
      { name: 'west', socketPath: await at('west') },
    ];
    const driver = dockerDriver({ engines, installation: 'here', clock });
    expect(await driver.remove({ resource: { ...resource, physicalId: null }, force: true })).toEqual({ kind: 'ok' });
    expect(removed).toEqual([has]);
  }
});

describe('an image that is not there', () => {
  const without = (pulled: { image: boolean; error?: string }): Answer => {
    let made = false;
    return (request, response, url) => {
      if (url.startsWith('/images/create')) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"status":"Pulling"}\r\n');
        pulled.image = pulled.error === undefined;
        response.end(
          pulled.error === undefined
            ? '{"status":"Done"}\r\n'
            : `{"error":"${pulled.error}","errorDetail":{"message":"${pulled.error}"}}\r\n`,
        );
      } else if (url.startsWith('/images/')) json(response, pulled.image ? 200 : 404, {});
      else if (url.startsWith('/containers/json')) json(response, 200, made ? listed() : []);
      else if (url.startsWith('/containers/create')) {
        made = pulled.image;
        json(response, made ? 201 : 404, made ? { Id: ID } : { message: 'No such image' });
      } else if (request.method === 'POST') response.writeHead(204).end();
      else json(response, 200, container());
    };
  };

  test('is a permanent fault that names it, unless images are pulled', async () => {
    const driver = driverAt(await engine(without({ image: false })));
    const fault = { kind: 'permanent', code: 'docker.image.not-found', message: expect.stringContaining("'busybox'") };
    expect(await driver.ensure({ token, resource })).toEqual({ kind: 'fault', fault });
  });

  test('is pulled while the call is pending', async () => {
    const driver = driverAt(await engine(without({ image: false })), { pull: true });
    expect(await driver.ensure({ token, resource })).toEqual({ kind: 'pending', again: 2, memory: { engine: 'one' } });
    for (let i = 0; i < 500 && (await driver.ensure({ token, resource })).kind === 'pending'; i++)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await driver.ensure({ token, resource })).toMatchObject({ kind: 'ok', physicalId: ID });
  });

  const shapeless = JSON.stringify({ message: { toString: 1, valueOf: 1 }, error: { toString: 1, valueOf: 1 } });
  test.each([
    ['is refused with an object for its reason', 404, shapeless, 'permanent'],
    ['ends with an object for its reason', 200, `{"status":"Pulling"}\r\n${shapeless}\r\n`, 'transient'],
    ['says what is no JSON', 200, '{"status":"Pulling"}\r\n<html>\r\n', 'permanent'],
  ])('a pull that %s has failed', async (_, status, body, kind) => {
    const found = without({ image: false });
    const refuses: Answer = (request, response, url) =>
      url.startsWith('/images/create')
        ? void response.writeHead(status, { 'content-type': 'application/json' }).end(body)
        : found(request, response, url);
    const driver = driverAt(await engine(refuses), { pull: true });
    let outcome = await driver.ensure({ token, resource });
    for (let i = 0; i < 500 && outcome.kind === 'pending'; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      outcome = await driver.ensure({ token, resource });
    }
    expect(outcome).toMatchObject({ kind: 'fault', fault: { kind } });
  });

  test('when it cannot be pulled, that is a permanent fault with the reason', async () => {
    const driver = driverAt(await engine(without({ image: false, error: 'no such manifest' })), { pull: true });
    let outcome = await driver.ensure({ token, resource });
    for (let i = 0; i < 500 && outcome.kind === 'pending'; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      outcome = await driver.ensure({ token, resource });
    }
    expect(outcome).toMatchObject({ kind: 'fault', fault: { kind: 'permanent', message: expect.stringContaining('no such manifest') } });
  });
});
