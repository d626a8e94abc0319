import { beforeEach, describe, expect, test } from '@jest/globals';
import { tendReceiver } from '../../../../lib/app/receivers/notify-receiver.ts';
import { triggerWebhook } from '../../../../lib/app/receivers/trigger-webhook.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { signatureHeaders } from '../../../../lib/domain/outgoing/signature.ts';
import { sha256Hmac } from '../../../../lib/platform/sha256-hmac.ts';
import type { memoryReception } from '../../../../lib/simulator/outside/mailboxes.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import type { HttpResponse } from '../../../../lib/wire/http.ts';
import { senlinHandler } from '../../../../lib/wire/senlin/handler.ts';
import { aProfile, idOf, PROJECT } from '../../../support/documents.ts';
import { MemoryService } from '../../../support/memory-service.ts';

const ORIGIN = 'http://here';
const other = { ...demo, userId: 'v', userName: 'colleague' };
const admin = { ...demo, userId: 'root', isAdmin: true };
const CALLERS: Readonly<Record<string, typeof demo>> = { demo, other, admin, alt: { ...demo, projectId: 'alt', userId: 'w' } };

let service: MemoryService;
let wire: ReturnType<typeof serve>;

function serve(more: Parameters<typeof memoryReception>[0] = {}) {
  const app = { ...service.app, reception: { ...service.app.reception, ...more } };
  const handle = senlinHandler({
    clustering: service.verbs,
    triggerWebhook: triggerWebhook(app),
    verify: async (token) => CALLERS[token],
    report: (error) => {
      throw error;
    },
    engineId: 'e',
    now: () => 0,
  });
  return async (method: string, url: string, json?: Json, { as = 'demo' as string | null, version = '1.15', headers = {} } = {}) => {
    const { pathname, search } = new URL(url, ORIGIN);
    return handle({
      method,
      path: pathname,
      query: search.slice(1),
      headers: { ...(as && { 'x-auth-token': as }), ...(version && { 'openstack-api-version': `clustering ${version}` }), ...headers },
      body: json === undefined ? '' : typeof json === 'string' ? json : JSON.stringify(json),
      origin: ORIGIN,
      requestId: 'req-1',
    });
  };
}

beforeEach(async () => {
  service = new MemoryService();
  await service.store.commit([{ put: 'profile', doc: aProfile() }]);
  await service.verbs.createCluster(demo, { name: 'web', profile: 'small', desiredCapacity: 1, maxSize: 100 });
  await service.settle();
  wire = serve();
});

const parsed = ({ body }: HttpResponse): JsonObject => (body === '' ? {} : JSON.parse(body));
const receiverIn = (response: HttpResponse): JsonObject => {
  const { receiver } = parsed(response);
  if (!isJsonObject(receiver)) throw new Error(response.body);
  return receiver;
};
const urlIn = (response: HttpResponse): string => String((receiverIn(response).channel as JsonObject).alarm_url);
const errorOf = (response: HttpResponse) => [response.status, (parsed(response).error as JsonObject)?.message];
const WEBHOOK = { name: 'busy', type: 'webhook', cluster_id: 'web', action: 'CLUSTER_SCALE_OUT', params: { count: 2 } };
const make = (more: JsonObject = {}, options = {}) => wire('POST', '/v1/receivers', { receiver: { ...WEBHOOK, ...more } }, options);
const call = (url: string, json?: Json, headers: Record<string, string> = {}) =>
  wire('POST', url, json, { as: null, version: '', headers });
const cluster = () => service.store.everything('cluster')[0];
const actions = (name = 'CLUSTER_SCALE_OUT') => service.store.everything('action').filter(({ action }) => action === name);

describe('the URL', () => {
  test('is whole in the answer that makes it, and for five minutes to who made it', async () => {
    const made = await make();
    expect(made.status).toBe(201);
    const url = urlIn(made);
    const id = String(receiverIn(made).id);
    expect(url).toMatch(new RegExp(`^http://here/v1/webhooks/${id}/trigger\\?V=2&count=2&key=${PROJECT}\\.[0-9a-f]{64}$`));
    const secret = url.split('.').at(-1) ?? '';
    const bare = `http://here/v1/webhooks/${id}/trigger?V=2&count=2`;
    const shown = (as = 'demo') => wire('GET', `/v1/receivers/${id}`, undefined, { as });
    expect([urlIn(await shown()), urlIn(await shown('other')), urlIn(await shown('admin'))]).toEqual([url, bare, bare]);
    expect((await wire('GET', '/v1/receivers')).body).not.toContain(secret);
    expect((await wire('PATCH', `/v1/receivers/${id}`, { receiver: { name: 'busier' } })).body).not.toContain(secret);
    service.pass(300);
    expect(urlIn(await shown())).toBe(bare);
    expect(await service.store.due(service.now, 10)).toMatchObject([{ kind: 'receiver', id }]);
    await tendReceiver(service.app, { project: PROJECT, id });
    expect(await service.store.due(service.now, 10)).toEqual([]);
    expect(JSON.stringify(service.store.everything('receiver'))).not.toContain(secret);
    expect((await call(url)).status).toBe(202);
    expect(JSON.stringify([...service.store.everything('action'), ...service.store.everything('event')])).not.toContain(secret);
  });

  test('cannot be made to carry what is ours', async () => {
    const url = urlIn(await make({ params: { count: 1, key: 'mine', V: '1', 'a&b': { c: [1] } } }));
    const query = new URL(url).searchParams;
    expect([query.getAll('key').length, query.getAll('V'), query.get('a&b')]).toEqual([1, ['2'], "{'c': [1]}"]);
  });
});

describe('params that every call would be refused for', () => {
  test.each([
    ['a name that the action does not know', { action: 'CLUSTER_UPDATE', params: { nmae: 'x' } }, 'nmae'],
    ['a value that is none', { params: { count: 'many' } }, 'count'],
    ['an action that cannot be asked for', { action: 'CLUSTER_PROTECT_NODES', params: {} }, 'CLUSTER_PROTECT_NODES'],
  ])('%s: are refused where they are written down', async (_, more, named) => {
    const [status, message] = errorOf(await make(more));
    expect(status).toBe(400);
    expect(message).toContain(named);
    expect(service.store.everything('receiver')).toEqual([]);
  });

  test('are refused in a change, too, and also when only the action changes', async () => {
    const { id } = receiverIn(await make());
    const change = (more: JsonObject) => wire('PATCH', `/v1/receivers/${id}`, { receiver: more });
    expect((await change({ params: { count: -1 } })).status).toBe(400);
    expect((await change({ action: 'CLUSTER_CHECK', params: {} })).status).toBe(200);
    expect((await change({ params: { count: 3 }, action: 'CLUSTER_SCALE_IN' })).status).toBe(200);
    expect((await change({ action: 'CLUSTER_UPDATE' })).status).toBe(400);
  });

  test('may be fewer than the action needs: a call can say the rest', async () => {
    expect((await make({ action: 'CLUSTER_DEL_NODES', params: { destroy_after_deletion: true } })).status).toBe(201);
  });
});

describe('a call', () => {
  test('does what is stored, as who made it, and says why', async () => {
    const made = await make();
    const answer = await call(urlIn(made));
    expect(answer.status).toBe(202);
    expect(answer.headers).toMatchObject({
      Location: expect.stringMatching(/^http:\/\/here\/v1\/actions\/[0-9a-f-]{36}$/),
      'OpenStack-API-Version': 'clustering 1.0',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
    });
    const id = String(receiverIn(made).id);
    expect(actions()[0]).toMatchObject({
      id: parsed(answer).action,
      name: `webhook_${id.slice(0, 8)}`,
      inputs: { count: 2 },
      user: 'u',
      cause: 'RPC Request',
      origin: { by: 'receiver', id, reason: "The webhook 'busy' was called." },
    });
    await service.settle();
    expect(cluster()?.nodes).toHaveLength(3);
  });

  test('that names itself is heeded once, and the same name for something else is refused', async () => {
    const url = urlIn(await make({ params: {}, allowed_params: ['count'] }));
    const named = (key: string, json: Json = { count: 1 }, to = url) => call(to, json, { 'idempotency-key': key });
    const first = await named('alarm-7');
    await service.settle();
    const again = await named('alarm-7');
    expect([first.status, again.status, again.body]).toEqual([202, 202, first.body]);
    expect(actions()).toHaveLength(1);
    expect((await named('alarm-7', { count: 2 })).status).toBe(422);
    expect((await named('')).status).toBe(400);
    expect((await named('alarm-8')).status).toBe(202);
    expect(actions()).toHaveLength(2);
    const forged = `${url.slice(0, -8)}00000000`;
    const before = service.store.everything('request').length;
    expect([(await named('alarm-7', { count: 1 }, forged)).status, (await named('alarm-9', {}, forged)).status]).toEqual([404, 404]);
    expect(service.store.everything('request')).toHaveLength(before);
  });

  test('that does not know the secret meets what was never there', async () => {
    const url = urlIn(await make());
    const id = url.split('/')[5] ?? '';
    const missing = `The receiver '${id}' could not be found.`;
    const wrong = (text: string) => call(`/v1/webhooks/${id}/trigger?V=2${text}`);
    const secret = url.split('.').at(-1) ?? '';
    for (const text of [
      '',
      '&key=',
      `&key=${secret}`,
      `&key=${PROJECT}.${'0'.repeat(64)}`,
      `&key=${PROJECT}.${secret.slice(1)}`,
      `&key=alt.${secret}`,
    ]) {
      expect(errorOf(await wrong(text))).toEqual([404, missing]);
    }
    expect(errorOf(await call(url.replace(id, idOf('nobody'))))).toEqual([404, `The receiver '${idOf('nobody')}' could not be found.`]);
    expect((await call(url.replace(id, 'busy'))).status).toBe(404);
    expect(actions()).toEqual([]);
  });

  test('is a POST and nothing else', async () => {
    const url = urlIn(await make());
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']) {
      const answer = await wire(method, url, undefined, { as: null });
      expect([method, answer.status, answer.headers.Allow]).toEqual([method, 405, 'POST']);
    }
    expect((await wire('GET', '/v1/webhooks', undefined, { as: null })).status).toBe(401);
  });

  test('without a protocol is told so', async () => {
    const answer = await call(urlIn(await make()).replace('V=2&', ''));
    expect([answer.status, answer.body]).toEqual([400, expect.stringContaining('V query parameter is required in webhook trigger URL')]);
  });

  test.each<[string, string, string, Json | undefined, number, JsonObject | undefined]>([
    ['1.0', '1', 'params', { params: { count: 3 } }, 202, { count: 3 }],
    ['1.0', '1', 'something else', { count: 3 }, 400, undefined],
    ['1.0', '1', 'nothing', undefined, 202, { count: 2 }],
    ['1.0', '2', 'the inputs', { count: 3 }, 202, { count: 3 }],
    ['1.0', '2', 'an alarm', { alarm_id: 'x', severity: 'low', previous: 'ok' }, 202, { count: 2 }],
    ['1.0', '2', 'nothing', undefined, 202, { count: 2 }],
    ['1.0', '3', 'the inputs', { count: 3 }, 202, { count: 3 }],
    ['1.10', '1', 'the inputs', { count: 3 }, 202, { count: 3 }],
    ['1.10', '1', 'params', { params: { count: 3 } }, 202, { count: 2 }],
    ['1.10', '2', 'text', 'count=3', 202, { count: 2 }],
    ['1.10', '2', 'nonsense', '{"count":', 400, undefined],
    ['1.10', '2', 'a word for a number', { count: 'abc' }, 400, undefined],
    ['1.10', '2', 'too little', { count: 0 }, 400, undefined],
  ])('at %s with V=%s and %s in its body', async (version, protocol, _, body, status, inputs) => {
    const url = urlIn(await make()).replace('V=2', `V=${protocol}`);
    const answer = await wire('POST', url, body, { as: null, version });
    expect(answer.status).toBe(status);
    expect(actions()[0]?.inputs).toEqual(inputs);
  });

  test('is refused in the words of the request it stands for, with the field', async () => {
    expect(errorOf(await call(urlIn(await make()), { count: 'abc' }))).toEqual([400, "The value for count must be an integer: 'abc'."]);
  });

  test('sets nothing that is not its to set', async () => {
    const url = urlIn(await make({ action: 'CLUSTER_DELETE', params: {} }));
    expect(errorOf(await call(url, { force: true }))).toEqual([400, "This receiver does not let its callers set 'force'."]);
    expect((await call(url, { cluster_id: 'other', project: 'alt' })).status).toBe(202);
    expect(actions('CLUSTER_DELETE')[0]).toMatchObject({ target: cluster()?.id, inputs: {} });
  });

  test('on a cluster that is busy is refused as any other', async () => {
    const url = urlIn(await make());
    expect((await call(url)).status).toBe(202);
    expect((await call(url)).status).toBe(409);
    expect(actions()).toHaveLength(1);
  });
});

describe('how often', () => {
  test('a flood writes no more than the rate, and is told when to come again', async () => {
    const url = urlIn(await make({ action: 'CLUSTER_CHECK', params: {}, rate: 1 }));
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => call(url)));
    const count = (status: number) => answers.filter((answer) => answer.status === status).length;
    expect([count(202), count(202) + count(409) + count(429)]).toEqual([1, 1_000]);
    expect(answers.find(({ status }) => status === 429)?.headers['Retry-After']).toMatch(/^\d+$/);
    expect(actions('CLUSTER_CHECK')).toHaveLength(1);
    expect(service.store.everything('receiver')[0]?.version).toBeLessThanOrEqual(3);
  });

  test('what is heeded counts, however long ago the process forgot', async () => {
    const url = urlIn(await make({ action: 'CLUSTER_CHECK', params: {}, rate: 1 }));
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) {
      wire = serve();
      statuses.push((await call(url)).status);
      await service.settle();
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 202), 429, 429]);
    service.pass(60);
    expect((await call(url)).status).toBe(202);
  });
});

describe('an end', () => {
  test('of its time', async () => {
    const url = urlIn(await make({ expires_at: new Date(service.now + 60_000).toISOString() }));
    service.pass(60);
    expect((await call(url)).status).toBe(404);
  });

  test('may not be in the past', async () => {
    expect((await make({ expires_at: '2001-01-01T00:00:00Z' })).status).toBe(400);
    expect((await make({ expires_at: 'tomorrow' })).status).toBe(400);
  });

  test('of the secret, with the overlap that was asked for', async () => {
    const made = await make();
    const path = `/v1/receivers/${receiverIn(made).id}/actions`;
    const rotated = await wire('POST', path, { rotate: { overlap: 60 } });
    const tick = async (url: string) => {
      const { status } = await call(url);
      await service.settle();
      return status;
    };
    expect(await tick(urlIn(rotated))).toBe(202);
    expect(await tick(urlIn(made))).toBe(202);
    service.pass(60);
    expect([await tick(urlIn(made)), await tick(urlIn(rotated))]).toEqual([404, 202]);
    const again = await wire('POST', path, { rotate: {} });
    expect([await tick(urlIn(rotated)), await tick(urlIn(again))]).toEqual([404, 202]);
    for (const body of [
      {},
      { dance: {} },
      { rotate: 1 },
      { rotate: { overlap: -1 } },
      { rotate: { overlap: 1e9 } },
      { rotate: {}, x: {} },
    ]) {
      expect((await wire('POST', path, body as Json)).status).toBe(400);
    }
    expect((await wire('POST', path, { rotate: {} }, { version: '1.14' })).status).toBe(400);
    expect((await wire('POST', path, { rotate: {} }, { as: 'alt' })).status).toBe(404);
  });

  test('of the receiver, and of its cluster', async () => {
    const [one, two] = [await make(), await make()];
    expect((await wire('DELETE', `/v1/receivers/${receiverIn(one).id}`)).status).toBe(204);
    expect((await call(urlIn(one))).status).toBe(404);
    expect((await wire('DELETE', '/v1/clusters/web')).status).toBe(202);
    expect(service.store.everything('receiver')).toEqual([]);
    expect((await call(urlIn(two))).status).toBe(404);
    expect(errorOf(await make())).toEqual([400, "The referenced cluster 'web' could not be found."]);
  });
});

describe('a signed call', () => {
  const signed = (secret: string, body: string, at = service.now) => signatureHeaders(body, at, (text) => sha256Hmac.sign(secret, text));
  const lower = (headers: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(headers).map(([k, v]) => [k.toLowerCase(), v]));

  test('is heeded once, within five minutes, with this secret', async () => {
    const made = await make({ hmac: true });
    const url = urlIn(made);
    const secret = String((receiverIn(made).channel as JsonObject).hmac_secret);
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    const send = (headers: Readonly<Record<string, string>>, body = '{"count":1}') => call(url, body, lower(headers));

    expect((await send({})).status).toBe(401);
    expect((await send(signed('another', '{"count":1}'))).status).toBe(401);
    expect((await send(signed(secret, '{"count":9}'))).status).toBe(401);
    const headers = signed(secret, '{"count":1}');
    expect((await send(headers)).status).toBe(202);
    await service.settle();
    expect(errorOf(await send(headers))).toEqual([401, 'The message was sent before.']);
    service.pass(301);
    expect((await send(headers)).status).toBe(401);
    expect((await send(signed(secret, '{"count":1}'))).status).toBe(202);
    expect(actions()).toHaveLength(2);
    const shown = await wire('GET', `/v1/receivers/${receiverIn(made).id}`);
    expect(receiverIn(shown).hmac).toBe(true);
    expect(shown.body).not.toContain(secret);
  });

  test('sent twice at the same time is heeded once', async () => {
    const made = await make({ hmac: true });
    const secret = String((receiverIn(made).channel as JsonObject).hmac_secret);
    const headers = lower(signed(secret, ''));
    const statuses = (await Promise.all(Array.from({ length: 8 }, () => call(urlIn(made), undefined, headers)))).map(
      ({ status }) => status,
    );
    expect(statuses.filter((status) => status === 202)).toHaveLength(1);
    expect(statuses.every((status) => [202, 401, 409, 429].includes(status))).toBe(true);
    expect(actions()).toHaveLength(1);
  });

  test('that was refused may come again', async () => {
    const made = await make({ hmac: true });
    const secret = String((receiverIn(made).channel as JsonObject).hmac_secret);
    await service.verbs.scaleOut(demo, 'web', {});
    const headers = lower(signed(secret, ''));
    expect((await call(urlIn(made), undefined, headers)).status).toBe(409);
    await service.settle();
    expect((await call(urlIn(made), undefined, headers)).status).toBe(202);
  });
});

describe('where the id is enough', () => {
  beforeEach(() => {
    wire = serve({ idIsEnough: true });
  });

  test('the URL as it is shown will do, and a wrong secret will not', async () => {
    const made = await make();
    const [bare = ''] = urlIn(made).split('&key=');
    expect((await call(bare)).status).toBe(202);
    expect((await call(`${bare}&key=${PROJECT}.${'0'.repeat(64)}`)).status).toBe(404);
  });

  test('but for a receiver whose calls are signed', async () => {
    const [bare = ''] = urlIn(await make({ hmac: true })).split('&key=');
    expect((await call(bare)).status).toBe(404);
  });
});

describe('making one', () => {
  test.each<[string, JsonObject, number]>([
    ['no cluster', { cluster_id: null }, 400],
    ['no action', { action: null }, 400],
    ['a creation', { action: 'CLUSTER_CREATE' }, 400],
    ['another kind of action', { action: 'NODE_CHECK' }, 400],
    ['a strange name', { name: 'a b' }, 400],
    ['a rate of none', { rate: 0 }, 400],
    ['a parameter that the action has not', { allowed_params: ['cuont'] }, 400],
    ['the same parameter twice', { allowed_params: ['count', 'count'] }, 400],
    ['parameters that are no words', { allowed_params: [1] }, 400],
    ['an actor', { actor: { trust_id: ['x'] } }, 201],
    ['everything', { allowed_params: ['count'], rate: 6_000, hmac: false, expires_at: '2999-01-01T00:00:00+02:00' }, 201],
  ])('with %s', async (_, more, status) => expect((await make(more)).status).toBe(status));

  test('for a cluster of somebody else', async () => {
    expect(errorOf(await make({}, { as: 'other' }))).toEqual([403, 'You are not authorized to complete this operation.']);
    expect(errorOf(await make({}, { as: 'alt' }))).toEqual([400, "The referenced cluster 'web' could not be found."]);
    expect((await make({}, { as: 'admin' })).status).toBe(201);
  });

  test('before 1.15, what came with it is not read and not shown', async () => {
    const made = await make({ rate: 1, allowed_params: [] }, { version: '1.14' });
    expect(Object.keys(receiverIn(made))).toEqual([
      'action',
      'actor',
      'channel',
      'cluster_id',
      'created_at',
      'domain',
      'id',
      'name',
      'params',
      'project',
      'type',
      'updated_at',
      'user',
    ]);
    expect(service.store.everything('receiver')[0]).toMatchObject({ rate: 60, allowedParams: null });
  });
});

test('changing one', async () => {
  const made = await make();
  const path = `/v1/receivers/${receiverIn(made).id}`;
  const patch = (json: JsonObject) => wire('PATCH', path, { receiver: json });
  const changed = await patch({ name: 'busier', params: { count: 3 }, allowed_params: [] });
  expect(receiverIn(changed)).toMatchObject({
    name: 'busier',
    params: { count: 3 },
    allowed_params: [],
    created_at: receiverIn(made).created_at,
  });
  expect(errorOf(await patch({ name: 'busier', params: { count: 3 } }))).toEqual([400, 'No property needs an update.']);
  expect((await patch({ cluster_id: 'other' })).status).toBe(400);
  expect((await patch({ action: 'CLUSTER_CREATE' })).status).toBe(400);
  expect((await patch({ expires_at: '2001-01-01T00:00:00Z' })).status).toBe(200);
  expect((await call(urlIn(made))).status).toBe(404);
});
