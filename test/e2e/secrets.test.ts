import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Json, JsonObject } from '../../lib/domain/kernel/json.ts';
import type { Caller, Shown } from '../support/caller.ts';
import { filesIn, leaks, type Sink } from '../support/canary.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { logIn } from '../support/log-in.ts';
import { withVariable } from '../support/processes.ts';
import { PASSWORD, WholeService } from '../support/whole-service.ts';

jest.setTimeout(120_000);

const procMissing = existsSync('/proc/self/environ') ? undefined : 'environments are read in /proc, and there is none';

const CANARIES = {
  word: 'canary-e2e-5b1d-word',
  odd: 'canary/e2e+"quoted" ünï&<x>=?%z',
  next: 'canary-e2e-after-its-rotation',
  hook: 'canary-e2e-of-a-hook-0001',
  deliveries: 'canary-e2e-of-deliveries-02',
};

/** A Docker engine that repeats whatever it is told in its errors, and somebody who is told of events. */
class Outside {
  readonly engineHeard: string[] = [];
  readonly told: Sink[] = [];
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      if (request.url?.startsWith('/hook')) {
        this.told.push({ where: 'a delivery', what: `${JSON.stringify(request.headers)} ${body}` });
        response.writeHead(204).end();
      } else if (request.method === 'POST' && request.url?.includes('/containers/create')) {
        this.engineHeard.push(body);
        const env = (JSON.parse(body) as { Env: string[] }).Env;
        const ways = [body, ...env, ...env.map((text) => Buffer.from(text).toString('base64')), ...env.map(encodeURIComponent)];
        response
          .writeHead(400, { 'content-type': 'application/json' })
          .end(JSON.stringify({ message: `bad parameter: ${ways.join(', ')}` }));
      } else {
        const [status, said] = request.url?.includes('/containers/json') ? [200, []] : [404, { message: `no such thing: ${request.url}` }];
        response.writeHead(status as number, { 'content-type': 'application/json' }).end(JSON.stringify(said));
      }
    });
  });

  async open(): Promise<number> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** The real service, with real processes: whatever it keeps, says, answers and sends is searched for what it was told in confidence. */
describeIf(dynoxideMissing() ?? procMissing, 'secrets', () => {
  const outside = new Outside();
  const answers: Sink[] = [];
  let service: WholeService;
  let demo: Caller;
  let token = '';
  let receiverKey = '';
  let environments: string[] = [];

  async function ask(method: string, url: string, body?: Json): Promise<JsonObject> {
    const reply = await demo.ask(method, url, body);
    answers.push({ where: `${method} ${url}`, what: `${JSON.stringify([...reply.headers])} ${reply.text}` });
    if (reply.status >= 300) throw new Error(`${method} ${url}: ${reply.status} ${reply.text}`);
    return { ...(reply.json as JsonObject), location: reply.headers.get('location') };
  }
  /** Files an action and waits for its end, however it ends. */
  async function through(method: string, url: string, body?: Json): Promise<Shown> {
    const { location } = await ask(method, url, body);
    return demo.finish(String(location).split('/actions/')[1] ?? '');
  }
  const environmentsOf = async (name: string): Promise<string[]> => {
    const { id } = await demo.show(`/v1/clusters/${name}`);
    return withVariable(`COPPICE_CLUSTER=${id}`).map(({ pid }) => readFileSync(`/proc/${pid}/environ`, 'utf8'));
  };

  beforeAll(async () => {
    const port = await outside.open();
    service = await WholeService.start({
      LOG_LEVEL: 'debug',
      DOCKER_HOST: `tcp://127.0.0.1:${port}`,
      COPPICE_OUTGOING_ALLOW: '127.0.0.0/8',
      NOTIFICATION_SECRET: 'canary-of-notifications-0123456789abcdef',
    });
    demo = service.as('demo', '1.15');
    token = await logIn(service.url, { user: 'demo', project: 'demo', password: PASSWORD });

    const value = { word: CANARIES.word, odd: CANARIES.odd };
    await ask('POST', '/v1/secrets', { secret: { name: 'db', value } });
    const url = `http://127.0.0.1:${port}/hook`;
    await ask('POST', '/v1/subscriptions', { subscription: { name: 's', target: { type: 'webhook', url }, secret: CANARIES.deliveries } });
    const hook = { transition: 'TERMINATING', target: { url, secret: CANARIES.hook }, timeout: 1, default_result: 'CONTINUE' };
    await ask('POST', '/v1/policies', {
      policy: { name: 'hook', spec: { type: 'coppice.policy.lifecycle_hook', version: '1.0', properties: hook } },
    });

    const env = { WORD: { secret_ref: 'coppice:db#word' }, ODD: { secret_ref: 'coppice:db#odd' }, WHOLE: { secret_ref: 'coppice:db' } };
    const profile = (name: string, type: string, properties: JsonObject) =>
      ask('POST', '/v1/profiles', { profile: { name, spec: { type, version: '1.0', properties: { ...properties, env } } } });
    await profile('sleeper', 'local.process', { command: ['sleep', 'infinity'], stop_timeout: 2 });
    await profile('nobody', 'local.process', { command: ['/nowhere/of/this/name'] });
    await profile('box', 'container.dockerinc.docker', { image: 'busybox' });
    await through('POST', '/v1/clusters', { cluster: { name: 'web', profile_id: 'sleeper', desired_capacity: 2 } });
    await through('POST', '/v1/clusters/web/actions', { policy_attach: { policy_id: 'hook' } });
    environments = await environmentsOf('web');

    const receiver = { name: 'r', type: 'webhook', cluster_id: 'web', action: 'CLUSTER_SCALE_OUT' };
    const made = (await demo.ask('POST', '/v1/receivers', { receiver })).json as { receiver: { channel: { alarm_url: string } } };
    receiverKey = new URL(made.receiver.channel.alarm_url).searchParams.get('key') ?? '';
    await fetch(made.receiver.channel.alarm_url, { method: 'POST' });

    expect(await through('POST', '/v1/nodes', { node: { name: 'n', profile_id: 'nobody' } })).toMatchObject({ status: 'FAILED' });
    expect(await through('POST', '/v1/clusters', { cluster: { name: 'boxes', profile_id: 'box', desired_capacity: 2 } })).toMatchObject({
      status: 'FAILED',
    });
    await ask('PATCH', '/v1/secrets/db', { secret: { value: { ...value, word: CANARIES.next } } });
    await through('POST', '/v1/clusters/web/actions', { scale_out: { count: 1 } });
    environments.push(...(await environmentsOf('web')));
    await through('POST', '/v1/clusters/web/actions', { recover: { operation: 'RECREATE' } });
    await through('POST', '/v1/clusters/web/actions', { scale_in: { count: 1 } });
    for (const { id } of await demo.list('/v1/nodes')) await ask('GET', `/v1/nodes/${id}?show_details=true`).catch(() => undefined);
    for (const what of ['actions', 'events', 'nodes', 'clusters', 'profiles', 'policies', 'secrets', 'subscriptions', 'receivers'])
      await ask('GET', `/v1/${what}`);
    while (!outside.told.some(({ what }) => String(what).includes('[secret]'))) await sleep(50);
    await through('DELETE', '/v1/clusters/web');
  });
  afterAll(async () => {
    await service?.remove();
    outside.close();
  });

  test('reach the processes and the engine that they are for', () => {
    const whole = JSON.stringify({ word: CANARIES.word, odd: CANARIES.odd });
    expect(
      environments.some((text) =>
        [`WORD=${CANARIES.word}`, `ODD=${CANARIES.odd}`, `WHOLE=${whole}`].every((one) => text.split('\0').includes(one)),
      ),
    ).toBe(true);
    expect(environments.some((text) => text.split('\0').includes(`WORD=${CANARIES.next}`))).toBe(true);
    expect(outside.engineHeard.join('')).toContain(CANARIES.word);
  });

  test('are in no file of the state folder, no line of output, no answer and no delivery', async () => {
    // Gone as if the power had failed: the database and its log are as they were.
    await service.kill();
    const files = filesIn(service.home);
    expect(files.map(({ where }) => where)).toEqual(expect.arrayContaining(['dynamodb.sqlite', 'sealing.key']));
    expect(service.output).toContain('"level":"debug"');
    const sinks: readonly Sink[] = [...files, { where: 'the output', what: service.output }, ...answers, ...outside.told];
    const notifications = 'canary-of-notifications-0123456789abcdef';
    expect(leaks({ ...CANARIES, token, receiverKey, notifications }, sinks)).toEqual([]);
  });

  test('what the service made up for itself is where it has to be and nowhere else', () => {
    const files = filesIn(service.home);
    const read = (name: string) => readFileSync(path.join(service.home, name), 'utf8');
    const accessKey = /aws_secret_access_key\s*=\s*(\S+)/.exec(read('aws-credentials'))?.[1] ?? '';
    const sealingKey = read('sealing.key').trim();
    expect([accessKey.length, sealingKey.length]).toEqual([expect.any(Number), 64]);
    const but = (...names: string[]) => [
      ...files.filter(({ where }) => !names.includes(where)),
      { where: 'the output', what: service.output },
      ...answers,
      ...outside.told,
    ];
    expect(leaks({ accessKey }, but('aws-credentials'))).toEqual([]);
    expect(leaks({ sealingKey, sealingBytes: Buffer.from(sealingKey, 'hex').toString('latin1') }, but('sealing.key'))).toEqual([]);
    expect(leaks({ PASSWORD }, but('clouds.yaml', 'login.json'))).toEqual([]);
  });

  test('would have been there: the engine’s errors say that something was taken out', () => {
    const dirty = answers.filter(({ what }) => String(what).includes('[secret]')).map(({ where }) => where);
    expect(dirty).toEqual(expect.arrayContaining(['GET /v1/events', 'GET /v1/actions', 'GET /v1/nodes']));
  });
});
