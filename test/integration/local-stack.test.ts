import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import {
  familyOf,
  freePort,
  launch,
  listeningOn,
  makeScratch,
  processesOf,
  type Scratch,
  type Service,
} from '../support/scratch-service.ts';

jest.setTimeout(60_000);

/** One function that does whatever a test asks, and tells what the others were called with. */
const API = `
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
const [table, queues, bus] = [new DynamoDBClient({}), new SQSClient({}), new EventBridgeClient({})];
const seen = (globalThis.seen ??= []);
const TableName = process.env.TABLE;
const send = (queue, MessageBody, DelaySeconds) => queues.send(new SendMessageCommand({ QueueUrl: process.env[queue], MessageBody, DelaySeconds }));
const does = {
  '/put': () => table.send(new PutItemCommand({ TableName, Item: { pk: { S: 'kept' }, sk: { S: 'kept' } } })),
  '/kept': async () => Boolean((await table.send(new GetItemCommand({ TableName, Key: { pk: { S: 'kept' }, sk: { S: 'kept' } } }))).Item),
  '/seen': () => seen,
  '/slow': () => new Promise((resolve) => { seen.push('slow'); setTimeout(resolve, 500, 'done'); }),
  '/environment': () => ({ node: process.env.NODE_PATH ?? null, libraries: process.env.LD_LIBRARY_PATH ?? null }),
  '/work': async () => { await send('QUEUE_NODE_CREATE', 'late', 1); await send('QUEUE_NODE_CREATE', 'poison'); await send('QUEUE_NODE_CREATE', 'good'); },
  '/event': () => bus.send(new PutEventsCommand({ Entries: ['cluster.created', 'node.created'].map((DetailType) => ({
    EventBusName: process.env.EVENT_BUS, Source: 'coppice', DetailType, Detail: '{"size":3}' })) })),
};
export const handler = async ({ rawPath }) => ({ statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify((await does[rawPath]?.()) ?? null) });
`;
const WORKER = `
export const handler = async ({ Records }) => {
  for (const { body, attributes } of Records) (globalThis.seen ??= []).push(body + ' ' + attributes.ApproximateReceiveCount);
  return { batchItemFailures: Records.filter(({ body }) => body === 'poison').map(({ messageId }) => ({ itemIdentifier: messageId })) };
};`;
const ALARMS = `export const handler = async (event) => { (globalThis.seen ??= []).push(event.reason ?? event['detail-type']); };`;
const LOCAL_START = `export const localStart = async () => ['log in as nobody'];`;

const FILES = {
  'functions/senlin-api.ts': API,
  'functions/identity-api.ts': API,
  'functions/aws-api.ts': API,
  'functions/actions/node-create.ts': WORKER,
  'functions/duties/health.ts': WORKER,
  'functions/duties/duty.ts': WORKER,
  'functions/duties/delivery.ts': WORKER,
  'functions/alarms.ts': ALARMS,
  'functions/events-in.ts': ALARMS,
  'functions/event-stream.ts': ALARMS,
  'functions/sweep.ts': ALARMS,
  'functions/scavenge.ts': 'export const handler = async () => {};',
  'functions/command-line.ts': '',
  'functions/local-start.ts': LOCAL_START,
  ...Object.fromEntries(
    ['cluster-action', 'node-delete', 'node-update', 'node-check', 'node-recover', 'node-operation', 'node-join', 'node-leave'].map(
      (name) => [`functions/actions/${name}.ts`, WORKER],
    ),
  ),
};

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };

/** Waits for something that will be so; the test's own time limit is the only clock. */
async function until<T>(look: () => Promise<T>, enough: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await look();
    if (enough(seen)) return seen;
    await sleep(20);
  }
}

describeIf(dynoxideMissing(), 'the local stack', () => {
  let scratch: Scratch;
  let services: Service[] = [];
  const start = async (env: Record<string, string> = {}, command?: readonly string[]) => {
    const service = await launch(scratch.dir, env, command);
    services.push(service);
    return service;
  };
  const databases = () => processesOf(path.join(scratch.home, 'dynamodb.sqlite'));
  const seenBy = async (service: Service): Promise<string[]> => JSON.parse(await service.get('/seen')) as string[];

  beforeAll(() => {
    scratch = makeScratch(FILES);
    const queues = path.join(scratch.dir, 'infra/queues.yml');
    writeFileSync(queues, readFileSync(queues, 'utf8').replaceAll(/VisibilityTimeout: \d+/g, 'VisibilityTimeout: 1'));
    const yaml = path.join(scratch.dir, 'serverless.yml');
    const rule = '    events:\n      - eventBridge: { eventBus: { Ref: Bus }, pattern: { detail-type: [{ prefix: cluster. }] } }\n';
    writeFileSync(yaml, readFileSync(yaml, 'utf8').replace(/ {4}events: .*:sweep}\n/, rule));
  });
  afterEach(async () => {
    for (const service of services) service.kill('SIGKILL');
    await Promise.all(services.map((service) => service.ended));
    services = [];
  });
  afterAll(() => scratch.remove());

  test('ends its output with how to log in and where it is, having woken what was interrupted', async () => {
    const service = await start();
    expect(service.output()).toBe(`log in as nobody\nCoppice is ready: ${service.url}\n`);
    expect(await seenBy(service)).toEqual(['start']);
  });

  test('listens on the loopback interface only', async () => {
    const service = await start();
    const addresses = listeningOn(familyOf(service.pid));
    expect(addresses.length).toBeGreaterThanOrEqual(4);
    expect(addresses.filter((address) => !address.startsWith('0100007F:'))).toEqual([]);
  });

  test('gives handlers the environment of the service, not one of its own making', async () => {
    const service = await start();
    expect(JSON.parse(await service.get('/environment'))).toEqual({ node: null, libraries: null });
  });

  test('passes headers on as the function gave them', async () => {
    const { headers } = await fetch(`${(await start()).url}/seen`, { headers: { 'accept-encoding': 'gzip', origin: 'http://elsewhere' } });
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('cache-control')).toBeNull();
    expect(headers.get('content-encoding')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test('delivers messages, delayed ones later, and what keeps failing five times and then no more', async () => {
    const service = await start();
    await service.get('/work');
    const seen = await until(
      () => seenBy(service),
      (all) => all.includes('poison 5') && all.includes('late 1'),
    );
    expect(seen.filter((line) => line.startsWith('good'))).toEqual(['good 1']);
    expect(seen.indexOf('late 1')).toBeGreaterThan(seen.indexOf('good 1'));
    await sleep(2000);
    expect((await seenBy(service)).filter((line) => line.startsWith('poison'))).toEqual([1, 2, 3, 4, 5].map((n) => `poison ${n}`));
  });

  test('carries events to the functions whose pattern they match', async () => {
    const service = await start();
    await service.get('/event');
    const seen = await until(
      () => seenBy(service),
      (all) => all.length > 1,
    );
    expect(seen).toEqual(['start', 'cluster.created']);
  });

  describe.each(['SIGTERM', 'SIGINT'] as const)('on %s', (signal) => {
    test('ends with success and leaves nothing behind', async () => {
      const service = await start();
      const family = familyOf(service.pid);
      expect(databases()).toHaveLength(1);
      service.kill(signal);
      expect(await service.ended).toBe(0);
      expect(family.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
      expect(existsSync(path.join(scratch.home, 'lock'))).toBe(false);
      await expect(fetch(service.url)).rejects.toThrow();
    });
  });

  test('answers what is in flight before it ends, and waits for no idle connection', async () => {
    const service = await start();
    const idle = connect(Number(new URL(service.url).port), '127.0.0.1');
    await once(idle, 'connect');
    const slow = service.get('/slow');
    await until(
      () => seenBy(service),
      (seen) => seen.includes('slow'),
    );
    service.kill('SIGTERM');
    expect(await slow).toBe('"done"');
    expect(await service.ended).toBe(0);
    idle.destroy();
  });

  test('ends with npm, when npm is told to and when it is killed', async () => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const service = await start({}, ['npm', 'start', '--silent']);
      const family = familyOf(service.pid);
      expect(family.length).toBeGreaterThan(2);
      service.kill(signal);
      await service.ended;
      await until(
        async () => family.filter((pid) => existsSync(`/proc/${pid}`)),
        (left) => left.length === 0,
      );
    }
  });

  test('keeps its data over a stop and a start, and to itself', async () => {
    const before = await start();
    await before.get('/put');
    before.kill('SIGTERM');
    await before.ended;
    expect(await (await start()).get('/kept')).toBe('true');
    expect(statSync(scratch.home).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(scratch.home, 'dynamodb.sqlite')).mode & 0o777).toBe(0o600);
  });

  test('starts again with its data after it was killed, and the kill left no database running', async () => {
    const before = await start();
    await before.get('/put');
    before.kill('SIGKILL');
    await before.ended;
    await until(
      async () => databases(),
      (left) => left.length === 0,
    );
    const after = await start();
    expect(await after.get('/kept')).toBe('true');
    expect(databases()).toHaveLength(1);
  });

  test('keeps nothing on disk when told so', async () => {
    const home = path.join(scratch.dir, 'memory');
    const before = await start({ COPPICE_DB: 'memory', COPPICE_HOME: home });
    await before.get('/put');
    expect(existsSync(path.join(home, 'dynamodb.sqlite'))).toBe(false);
    before.kill('SIGTERM');
    await before.ended;
    expect(await (await start({ COPPICE_DB: 'memory', COPPICE_HOME: home })).get('/kept')).toBe('false');
  });

  test('runs beside another one with its own port and folder', async () => {
    const one = await start();
    const other = await start({ COPPICE_HOME: path.join(scratch.dir, 'other') });
    await one.get('/put');
    expect([await one.get('/kept'), await other.get('/kept')]).toEqual(['true', 'false']);
  });

  test('refuses a port that is taken, in one line', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const service = await start({ PORT: String(port) });
    other.close();
    expect(await service.ended).toBe(1);
    expect(service.output()).toBe(`Port ${port} is taken. Stop what listens there, or set PORT to another one.\n`);
  });

  test('refuses a port that is none, in one line', async () => {
    const service = await start({ PORT: 'http' });
    expect(await service.ended).toBe(1);
    expect(service.output()).toBe('PORT is "http", which is no port number (1 to 65535).\n');
  });

  test('refuses a folder that another service is using, and leaves that one alone', async () => {
    const one = await start();
    const other = await start();
    expect(await other.ended).toBe(1);
    expect(other.output()).toBe(
      `Another service (process ${one.pid}) is using ${scratch.home}. Stop it, or set COPPICE_HOME and PORT to others.\n`,
    );
    expect(await one.get('/kept')).toMatch(/true|false/);
  });

  test('uses the DynamoDB it is pointed at, and says so when that does not answer', async () => {
    const one = await start();
    const endpoint = listeningOn(databases().map(({ pid }) => pid)).map((address) => Number.parseInt(address.split(':')[1] ?? '', 16))[0];
    const other = await start({
      AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${endpoint}`,
      ...CREDENTIALS,
      COPPICE_HOME: `${scratch.home}-2`,
    });
    await other.get('/put');
    expect(await one.get('/kept')).toBe('true');
    expect(databases()).toHaveLength(1);

    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const lost = await start({ AWS_ENDPOINT_URL_DYNAMODB: nowhere, ...CREDENTIALS, COPPICE_HOME: `${scratch.home}-3` });
    expect(await lost.ended).toBe(1);
    expect(lost.output()).toBe(`DynamoDB at ${nowhere} does not answer (ECONNREFUSED).\n`);
  });
});

test('a platform with no embedded DynamoDB is told what to set', async () => {
  const { startDynamo } = await import('../../infra/local/dynamodb.mjs');
  await expect(startDynamo({ home: '/nowhere', memory: true, onDeath: () => {}, platform: 'aix-ppc64' })).rejects.toThrow(
    'There is no embedded DynamoDB for aix-ppc64. Set AWS_ENDPOINT_URL_DYNAMODB to one that runs elsewhere, such as http://127.0.0.1:8000.',
  );
});
