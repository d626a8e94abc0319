import { beforeEach, describe, expect, test } from '@jest/globals';
import { notificationDesk } from '../../../../lib/app/health/notification-desk.ts';
import type { Documents } from '../../../../lib/domain/documents.ts';
import { signatureHeaders } from '../../../../lib/domain/outgoing/signature.ts';
import { sha256Hmac } from '../../../../lib/platform/sha256-hmac.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { senlinHandler } from '../../../../lib/wire/senlin/handler.ts';
import { PROJECT } from '../../../support/documents.ts';
import { MemoryService } from '../../../support/memory-service.ts';
import { principal } from '../../../support/senlin-wire.ts';

const SECRET = 'an installation keeps this to itself';
const CALLERS = { demo, admin: { ...demo, isAdmin: true }, reader: { ...demo, canWrite: false }, stranger: principal('stranger') };

let service: MemoryService;
let ask: (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<{ status: number; json: Record<string, unknown> }>;
const first = () => service.store.everything('node')[0] as Documents['node'];

/** The service behind its wire, with three servers that no policy watches. */
beforeEach(async () => {
  service = new MemoryService();
  const { app, verbs } = service;
  const spec = { type: 'os.nova.server', version: '1.0', properties: { flavor: '1', image: 'cirros', networks: [{ network: 'private' }] } };
  await verbs.createProfile(demo, { name: 'server', spec, metadata: {} });
  await verbs.createCluster(demo, { name: 'web', profile: 'server', desiredCapacity: 3 });
  await service.settle();
  service.pass(1);
  const verify = async (token: string) =>
    token === 'down' ? ({ kind: 'unavailable' } as const) : Object.entries(CALLERS).find(([name]) => name === token)?.[1];
  const desk = notificationDesk(app, { installation: 'here', account: '0', verify, hmac: sha256Hmac, secret: SECRET });
  const handle = senlinHandler({
    clustering: verbs,
    verify,
    notifications: desk,
    report: (error) => {
      throw error;
    },
    engineId: 'e',
    now: () => service.now,
  });
  ask = async (method, path, body, headers = {}) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const request = {
      method,
      path: path.split('?')[0] ?? '',
      query: path.split('?')[1] ?? '',
      headers: { 'content-type': 'application/json', ...headers },
      body: text,
      origin: 'http://here',
      requestId: 'r',
    };
    const response = await handle(request);
    return { status: response.status, json: response.headers['Content-Type']?.includes('json') ? JSON.parse(String(response.body)) : {} };
  };
});

const lost = (over: object = {}) => ({
  node_id: first().id,
  project_id: PROJECT,
  gone: true,
  at: new Date(service.now).toISOString(),
  ...over,
});
const signed = (body: unknown, key: string, at = service.now, more: Record<string, string> = {}) => {
  const headers = signatureHeaders(JSON.stringify(body), at, (text) => sha256Hmac.sign(key, text));
  return Object.fromEntries(Object.entries({ ...headers, ...more }).map(([name, value]) => [name.toLowerCase(), value]));
};
const newest = (token: string) => ({ 'x-auth-token': token, 'openstack-api-version': 'clustering 1.15' });
const keyOf = async (who: string) => String((await ask('POST', '/v1/notifications', undefined, newest(who))).json.notification_key);

describe('bad news over HTTP', () => {
  test('is taken from whoever has a token that may write, at any version', async () => {
    expect(await ask('POST', '/v1/notifications/node', lost(), { 'x-auth-token': 'demo' })).toEqual({
      status: 202,
      json: { reception: 'taken' },
    });
    expect(first().status).toBe('ERROR');
  });

  test('is taken from whoever signs it with the installation’s secret', async () => {
    const message = lost();
    expect(await ask('POST', '/v1/notifications/node', message, signed(message, SECRET))).toMatchObject({
      status: 202,
      json: { reception: 'taken' },
    });
  });

  test('is taken from whoever signs it with the key of their project, which is always the same', async () => {
    const message = lost();
    const key = await keyOf('demo');
    expect(await keyOf('admin')).toBe(key);
    const headers = signed(message, key, service.now, { 'X-Coppice-Project': PROJECT });
    expect(await ask('POST', '/v1/notifications/node', message, headers)).toMatchObject({ json: { reception: 'taken' } });
  });

  test('in the words of Nova, for a node that only its physical id names', async () => {
    const message = {
      event_type: 'compute.instance.delete.end',
      timestamp: new Date(service.now).toISOString().replace('T', ' ').replace('Z', '000'),
      payload: { instance_id: first().physicalId, tenant_id: 'as the cloud has it', metadata: [] },
    };
    expect(await ask('POST', '/v1/notifications/nova', message, signed(message, SECRET))).toMatchObject({ json: { reception: 'taken' } });
  });

  test('about a node that the address names, with a token', async () => {
    const alarm = { alarm_name: 'hot', current: 'alarm', reason: 'too hot', reason_data: {} };
    const path = `/v1/notifications/aodh?node_id=${first().id}`;
    expect(await ask('POST', path, alarm, { 'x-auth-token': 'demo' })).toMatchObject({ status: 202, json: { reception: 'well' } });
    expect(await ask('POST', path, alarm, signed(alarm, SECRET))).toMatchObject({ status: 202, json: { reception: 'unknown' } });
  });
});

describe('what is not taken', () => {
  test.each<[string, () => Record<string, string>, number]>([
    ['nothing', () => ({}), 401],
    ['another secret', () => signed(lost(), 'some other secret of the right length'), 401],
    ['another body', () => signed(lost({ reason: 'x' }), SECRET), 401],
    ['six minutes late', () => signed(lost(), SECRET, (service.now - 360_000) as typeof service.now), 401],
    ['six minutes early', () => signed(lost(), SECRET, (service.now + 360_000) as typeof service.now), 401],
    [
      'the key of another project',
      () => signed(lost(), sha256Hmac.sign(SECRET, 'notifications of other'), service.now, { 'X-Coppice-Project': PROJECT }),
      401,
    ],
    ['a token that is none', () => ({ 'x-auth-token': 'nobody' }), 401],
    ['a token that only reads', () => ({ 'x-auth-token': 'reader' }), 403],
    ['nobody to ask about the token', () => ({ 'x-auth-token': 'down' }), 503],
  ])('with %s', async (_, headers, status) => {
    expect((await ask('POST', '/v1/notifications/node', lost(), headers())).status).toBe(status);
    expect(first().status).toBe('ACTIVE');
  });

  test('of somebody else’s node, with a token or a key of one’s own', async () => {
    const key = await keyOf('stranger');
    const message = lost();
    const theirs = signed(message, key, service.now, { 'X-Coppice-Project': 'stranger-project' });
    for (const headers of [{ 'x-auth-token': 'stranger' }, theirs])
      expect(await ask('POST', '/v1/notifications/node', message, headers)).toMatchObject({ status: 202, json: { reception: 'foreign' } });
    expect(first().status).toBe('ACTIVE');
  });

  test('of a source that nobody knows, nor without a body', async () => {
    expect((await ask('POST', '/v1/notifications/toString', lost(), { 'x-auth-token': 'demo' })).status).toBe(404);
    expect((await ask('POST', '/v1/notifications/node', undefined, { 'x-auth-token': 'demo' })).json).toEqual({ reception: 'unknown' });
    expect((await ask('GET', '/v1/notifications/node', undefined, newest('demo'))).status).toBe(405);
  });

  test('is counted: what is forged for the operator, and a flood of it not one by one', async () => {
    for (let i = 0; i < 50; i++) await ask('POST', '/v1/notifications/nova', { i });
    const counts = (await ask('GET', '/v1/notifications', undefined, newest('admin'))).json.notifications as { nova: { forged: number } };
    expect(counts.nova.forged).toBeGreaterThan(0);
    expect(counts.nova.forged).toBeLessThan(50);
    expect((await ask('GET', '/v1/notifications', undefined, newest('demo'))).json).toEqual({ notifications: {} });
  });

  test('is the key, by whoever only reads', async () => {
    expect((await ask('POST', '/v1/notifications', undefined, newest('reader'))).status).toBe(403);
  });
});
