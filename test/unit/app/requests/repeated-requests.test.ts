import { describe, expect, test } from '@jest/globals';
import { clusteringVerbs } from '../../../../lib/app/clustering-verbs.ts';
import { FORGOTTEN, forgetOld } from '../../../../lib/app/forget-old.ts';
import { once } from '../../../../lib/app/requests/once.ts';
import { scopedVerbs } from '../../../../lib/app/requests/scoped-verbs.ts';
import { facts } from '../../../../lib/composition/ask.ts';
import type { Write } from '../../../../lib/domain/documents.ts';
import { policyTypes } from '../../../../lib/domain/policy/catalogue.ts';
import { sha256Digest } from '../../../../lib/platform/sha256-digest.ts';
import type { DocumentStore } from '../../../../lib/ports/document-store.ts';
import { MemoryDocumentStore } from '../../../../lib/store/memory/document-store.ts';
import type { HttpResponse } from '../../../../lib/wire/http.ts';
import { senlinHandler } from '../../../../lib/wire/senlin/handler.ts';
import { principal } from '../../../support/senlin-wire.ts';
import { smallService } from '../../../support/small-service.ts';

class Killed extends Error {}

/** The whole service in memory, its wire with it. @param kill asked before and after every commit of this request: whether its worker dies there */
function scene() {
  const inner = new MemoryDocumentStore();
  let kill: (when: 'before' | 'after', writes: readonly Write[]) => boolean = () => false;
  const mortal: DocumentStore = new Proxy(inner, {
    get: (store, name) =>
      name === 'commit'
        ? async (writes: readonly Write[]) => {
            if (kill('before', writes)) throw new Killed();
            const answer = await store.commit(writes);
            if (kill('after', writes)) throw new Killed();
            return answer;
          }
        : Reflect.get(store, name).bind(store),
  });
  const service = smallService({ store: mortal });
  const { app } = service;
  const handle = senlinHandler({
    clustering: scopedVerbs(app, (of) => clusteringVerbs(of, facts())),
    verify: async (token) => principal(token),
    report: (error) => {
      if (!(error instanceof Killed)) throw error;
    },
    engineId: 'engine',
    now: () => app.clock.now(),
    profileTypes: app.profileTypes,
    policyTypes,
    repeating: (request, answer) => once({ ...app, digest: sha256Digest }, request, answer),
  });
  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}, as = 'demo'): Promise<HttpResponse> =>
    handle({
      method,
      path: `/v1${path}`,
      query: '',
      headers: { 'x-auth-token': as, 'openstack-api-version': 'clustering latest', 'content-type': 'application/json', ...headers },
      body: body === undefined ? '' : JSON.stringify(body),
      origin: 'http://here',
      requestId: 'req-1',
    });
  const keyed = (key: string, body: unknown, path = '/profiles', method = 'POST', as = 'demo') =>
    send(method, path, body, { 'idempotency-key': key }, as);
  return { ...service, inner, send, keyed, killWhen: (when: typeof kill) => (kill = when) };
}

const profile = (name = 'p') => ({ profile: { name, spec: { type: 'fake.node', version: '1.0', properties: {} } } });
const idOf = ({ body }: HttpResponse, kind = 'profile'): string => JSON.parse(body)[kind].id;

describe('a request with a key of its own', () => {
  test('sent again is not done again, and gets the first answer, told as such', async () => {
    const { keyed, inner } = scene();
    const first = await keyed('k1', profile());
    const again = await keyed('k1', profile());
    expect(first.status).toBe(201);
    expect(again).toEqual({ ...first, headers: { ...first.headers, 'Idempotency-Replayed': 'true' } });
    expect(inner.everything('profile')).toHaveLength(1);
  });

  test('sent twenty times at once is done once', async () => {
    const { keyed, inner } = scene();
    const answers = await Promise.all(Array.from({ length: 20 }, () => keyed('k1', profile())));
    expect(inner.everything('profile')).toHaveLength(1);
    for (const { status, headers } of answers) expect(status === 201 || (status === 409 && headers['Retry-After'] === '1')).toBe(true);
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(1);
  });

  test('is refused for something else: another body, path, method or version', async () => {
    const { keyed, send } = scene();
    await keyed('k1', profile());
    const others = [
      keyed('k1', profile('q')),
      keyed('k1', profile(), '/policies'),
      send('POST', '/profiles', profile(), { 'idempotency-key': 'k1', 'openstack-api-version': 'clustering 1.14' }),
    ];
    for (const answer of await Promise.all(others)) {
      expect(answer.status).toBe(422);
      expect(JSON.parse(answer.body).error.type).toBe('IdempotentParameterMismatch');
    }
  });

  test('belongs to one user: the same key of another is another', async () => {
    const { keyed, inner } = scene();
    await keyed('k1', profile());
    expect((await keyed('k1', profile(), '/profiles', 'POST', 'alt')).headers).not.toHaveProperty('Idempotency-Replayed');
    expect(inner.everything('profile')).toHaveLength(2);
  });

  test('that was refused is judged again: nothing had been done', async () => {
    const { keyed, inner } = scene();
    const cluster = { cluster: { name: 'c', profile_id: 'p', desired_capacity: 0 } };
    expect((await keyed('k1', cluster, '/clusters')).status).toBe(400);
    await keyed('k2', profile());
    expect((await keyed('k1', cluster, '/clusters')).status).toBe(202);
    expect(inner.everything('cluster')).toHaveLength(1);
  });

  test('is forgotten after a day', async () => {
    const { keyed, pass, inner } = scene();
    await keyed('k1', profile());
    await pass(86_401);
    expect((await keyed('k1', profile())).headers).not.toHaveProperty('Idempotency-Replayed');
    expect(inner.everything('profile')).toHaveLength(2);
  });

  test('leaves nothing behind for ever', async () => {
    const { keyed, pass, inner, app } = scene();
    await keyed('k1', profile());
    await pass(3_600);
    await keyed('k2', profile('q'));
    await pass(83_000);
    await forgetOld({ ...app, expiry: inner }, FORGOTTEN);
    expect(inner.everything('request')).toHaveLength(1);
  });

  test.each(['', 'a b', 'é', 'x'.repeat(256)])('has to have a key that is one: %j', async (key) => {
    const { keyed, inner } = scene();
    const answer = await keyed(key, profile());
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('Idempotency-Key');
    expect(inner.everything('profile')).toHaveLength(0);
  });

  test('keeps no secret in the open, and nothing of what it answered', async () => {
    const { keyed, inner } = scene();
    await keyed('k1', profile());
    expect(inner.everything('request').map(({ effects }) => effects?.map(({ kind }) => kind))).toEqual([['profile']]);
  });
});

describe('a worker that dies with such a request', () => {
  const touches = (kind: string) => (writes: readonly Write[]) => writes.some((write) => 'put' in write && write.put === kind);

  test('before it took effect: it is done when it is sent again, once nobody can be at it any more', async () => {
    const { keyed, killWhen, inner, pass } = scene();
    killWhen((when, writes) => when === 'before' && touches('profile')(writes));
    expect((await keyed('k1', profile())).status).toBe(500);
    killWhen(() => false);
    expect((await keyed('k1', profile())).status).toBe(409);
    await pass(60);
    expect((await keyed('k1', profile())).status).toBe(201);
    expect(inner.everything('profile')).toHaveLength(1);
  });

  test('after it took effect: what it made is answered, and nothing is made again', async () => {
    const { keyed, killWhen, inner } = scene();
    killWhen((when, writes) => when === 'after' && touches('profile')(writes));
    expect((await keyed('k1', profile())).status).toBe(500);
    killWhen(() => false);
    const again = await keyed('k1', profile());
    expect(again).toMatchObject({ status: 201, headers: { 'Idempotency-Replayed': 'true' } });
    expect(inner.everything('profile').map(({ id }) => id)).toEqual([idOf(again)]);
  });

  test('after it filed an action: the cluster and where to find the action', async () => {
    const { keyed, killWhen, inner } = scene();
    await keyed('k0', profile());
    killWhen((when, writes) => when === 'after' && touches('cluster')(writes));
    await keyed('k1', { cluster: { name: 'c', profile_id: 'p', desired_capacity: 1 } }, '/clusters');
    killWhen(() => false);
    const again = await keyed('k1', { cluster: { name: 'c', profile_id: 'p', desired_capacity: 1 } }, '/clusters');
    const [filed] = inner.everything('action').filter(({ action }) => action === 'CLUSTER_CREATE');
    expect(again).toMatchObject({ status: 202, headers: { Location: `http://here/v1/actions/${filed?.id}` } });
    expect(inner.everything('cluster').map(({ id }) => id)).toEqual([idOf(again, 'cluster')]);
  });
});

describe('a request that expects what it saw', () => {
  const change = (name: string) => ({ profile: { name } });
  const seen = async ({ send, keyed }: ReturnType<typeof scene>) => {
    const id = idOf(await keyed('k0', profile()));
    return { id, etag: (await send('GET', `/profiles/${id}`)).headers.ETag ?? '' };
  };

  test('is done when that is still so, and refused when it is not', async () => {
    const world = scene();
    const { id, etag } = await seen(world);
    const update = (name: string) => world.send('PATCH', `/profiles/${id}`, change(name), { 'if-match': etag });
    expect((await update('a')).status).toBe(200);
    const late = await update('b');
    expect(late.status).toBe(412);
    expect(JSON.parse(late.body).error.type).toBe('PreconditionFailed');
    expect(world.inner.everything('profile')[0]?.name).toBe('a');
  });

  test.each([
    ['schedules', 'schedule', { target: 'c', action: 'CLUSTER_CHECK', cron: '0 8 * * *' }],
    ['workflows', 'workflow', { backend: 'local', definition: { StartAt: 'A', States: { A: { Type: 'Succeed' } } } }],
    ['subscriptions', 'subscription', { target: { type: 'webhook', url: 'https://example.com/hook' } }],
    ['receivers', 'receiver', { type: 'webhook', cluster_id: 'c', action: 'CLUSTER_SCALE_OUT' }],
  ])('is heeded of %s', async (collection, noun, more) => {
    const world = scene();
    await seen(world);
    await world.keyed('k1', { cluster: { name: 'c', profile_id: 'p' } }, '/clusters');
    await world.settle();
    const made = await world.send('POST', `/${collection}`, { [noun]: { name: 'x', ...more } });
    expect(made.status).toBe(201);
    const path = `/${collection}/${idOf(made, noun)}`;
    const etag = (await world.send('GET', path)).headers.ETag ?? '';
    const rename = (name: string) => world.send('PATCH', path, { [noun]: { name } }, { 'if-match': etag });
    expect((await rename('y')).status).toBe(200);
    expect((await rename('z')).status).toBe(412);
    expect(JSON.parse((await world.send('GET', path)).body)[noun].name).toBe('y');
  });

  test('of ten at once, one is done', async () => {
    const world = scene();
    const { id, etag } = await seen(world);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => world.send('PATCH', `/profiles/${id}`, change(`n${i}`), { 'if-match': etag })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
  });

  test('deletes, and acts on clusters, no otherwise; with a key the refusal is not kept', async () => {
    const world = scene();
    const { id } = await seen(world);
    await world.keyed('k1', { cluster: { name: 'c', profile_id: 'p', desired_capacity: 1 } }, '/clusters');
    const late = { 'if-match': '"999"', 'idempotency-key': 'k2' };
    expect(
      (await world.send('POST', '/clusters/c/actions', { resize: { adjustment_type: 'EXACT_CAPACITY', number: 3 } }, late)).status,
    ).toBeGreaterThanOrEqual(409);
    await world.settle();
    expect(
      (await world.send('POST', '/clusters/c/actions', { resize: { adjustment_type: 'EXACT_CAPACITY', number: 3 } }, late)).status,
    ).toBe(412);
    const { headers } = await world.send('GET', '/clusters/c');
    const fresh = { 'if-match': headers.ETag ?? '', 'idempotency-key': 'k2' };
    expect(
      (await world.send('POST', '/clusters/c/actions', { resize: { adjustment_type: 'EXACT_CAPACITY', number: 3 } }, fresh)).status,
    ).toBe(202);
    expect((await world.send('DELETE', `/profiles/${id}`, undefined, { 'if-match': '"7"' })).status).toBeGreaterThanOrEqual(409);
  });

  test.each([
    ['*', 200],
    ['"1", "2"', 200],
    ['"2", "3"', 412],
    ['W/"1"', 412],
    ['"abc"', 412],
    ['1', 400],
    ['"', 400],
    [`"${'9'.repeat(400)}"`, 412],
  ])('reads If-Match: %s', async (sent, status) => {
    const world = scene();
    const { id } = await seen(world);
    expect((await world.send('PATCH', `/profiles/${id}`, change('x'), { 'if-match': sent })).status).toBe(status);
  });
});
