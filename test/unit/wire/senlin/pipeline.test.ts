import { describe, expect, test } from '@jest/globals';
import { refused, transient } from '../../../../lib/domain/kernel/fault.ts';
import { TableUnavailable } from '../../../../lib/domain/kernel/table-unavailable.ts';
import { NewerShape } from '../../../../lib/domain/shape.ts';
import { senlinHandler } from '../../../../lib/wire/senlin/handler.ts';
import { asking, clusteringWith, ORIGIN, wireWith } from '../../../support/senlin-wire.ts';

const nobody = async () => refused('cluster.not-found', "The cluster 'x' could not be found.");
const filed = async () => ({ kind: 'ok', actionId: 'act-1' }) as const;
const errorOf = (body: string) => JSON.parse(body).error;

describe("the pipeline asks in Senlin's order", () => {
  const wire = wireWith({ showCluster: nobody, deleteCluster: filed });
  const bare = { method: 'GET', path: '/v1/clusters/x' };

  test.each([
    ['a version that is none comes before a missing token', { 'openstack-api-version': 'clustering 1.x' }, 400],
    ['a version that is not ours comes before a missing token', { 'openstack-api-version': 'clustering 1.16' }, 406],
    ['a missing token comes before an unknown path', {}, 401],
    ['an empty token is a missing one', { 'x-auth-token': '' }, 401],
    ['a token that means nothing', { 'x-auth-token': 'nobody' }, 401],
    ['at last the cluster is looked for', { 'x-auth-token': 'demo' }, 404],
  ])('%s', async (_, headers, status) => {
    expect((await wire({ ...bare, headers })).status).toBe(status);
  });

  test('bad JSON comes before a version too old, and that before the role', async () => {
    const old = { as: 'reader', version: '1.1' };
    expect(errorOf((await wire(asking('POST', '/v1/nodes/adopt', '{', old))).body).type).toBe('HTTPBadRequest');
    expect(errorOf((await wire(asking('POST', '/v1/nodes/adopt', {}, old))).body).type).toBe('MethodVersionNotFound');
    expect(errorOf((await wire(asking('POST', '/v1/nodes/adopt', {}, { as: 'reader' }))).body).type).toBe('Forbidden');
  });

  test('who has no token is told where to get one', async () => {
    expect((await wire(bare)).headers['WWW-Authenticate']).toBe(`Keystone uri="${ORIGIN}/identity"`);
  });

  test('every answer names its request', async () => {
    for (const path of ['/', '/v1', '/v1/', '/v1/nonsense', '/healthz', '/openapi.json', '/v1/clusters/x']) {
      expect((await wire({ path })).headers['X-OpenStack-Request-Id']).toBe('req-1');
    }
  });

  test('a trailing slash, a HEAD and a PUT are as unknown as any other path', async () => {
    for (const [method, path] of [
      ['GET', '/v1/clusters/'],
      ['HEAD', '/v1/clusters'],
      ['PUT', '/v1/clusters'],
      ['OPTIONS', '/v1/clusters'],
    ] as const) {
      expect((await wire(asking(method, path))).status).toBe(404);
    }
  });

  test('what is no text is no path', async () => {
    expect((await wire(asking('GET', '/v1/clusters/%ff'))).status).toBe(404);
  });
});

test('what only a newer version may write is worth asking for again', async () => {
  const wire = wireWith({ deleteCluster: () => Promise.reject(new NewerShape('cluster', 'x')) });
  const answer = await wire(asking('DELETE', '/v1/clusters/x'));
  expect([answer.status, answer.headers['Retry-After'], errorOf(answer.body).type]).toEqual([503, '5', 'ServiceUnavailable']);
});

test('a table that cannot be used is nobody’s mistake, and passes', async () => {
  const away = new TableUnavailable({ cause: new Error('disk is full') });
  const wire = wireWith({ deleteCluster: () => Promise.reject(away) });
  const answer = await wire(asking('DELETE', '/v1/clusters/x'));
  expect([answer.status, answer.headers['Retry-After'], errorOf(answer.body).type]).toEqual([503, '5', 'ServiceUnavailable']);
  expect(answer.body).not.toContain('disk');
});

describe('roles', () => {
  const wire = wireWith({
    listClusters: async () => ({ kind: 'ok', clusters: [] }),
    validateProfile: async () => refused('request.malformed', 'no'),
  });

  test('a reader may read, and try a spec', async () => {
    expect((await wire(asking('GET', '/v1/clusters', undefined, { as: 'reader' }))).status).toBe(200);
    expect((await wire(asking('POST', '/v1/profiles/validate', { profile: { spec: {} } }, { as: 'reader' }))).status).toBe(400);
  });

  test.each([
    ['POST', '/v1/clusters'],
    ['PATCH', '/v1/clusters/x'],
    ['DELETE', '/v1/clusters/x'],
    ['POST', '/v1/clusters/x/actions'],
    ['POST', '/v1/clusters/x/ops'],
    ['POST', '/v1/nodes'],
    ['PATCH', '/v1/nodes/x'],
    ['DELETE', '/v1/nodes/x'],
    ['POST', '/v1/nodes/x/actions'],
    ['POST', '/v1/nodes/x/ops'],
    ['POST', '/v1/nodes/adopt'],
    ['POST', '/v1/profiles'],
    ['PATCH', '/v1/profiles/x'],
    ['DELETE', '/v1/profiles/x'],
    ['POST', '/v1/policies'],
    ['PATCH', '/v1/policies/x'],
    ['DELETE', '/v1/policies/x'],
    ['PATCH', '/v1/actions/x'],
  ])('a reader may not %s %s', async (method, path) => {
    const { status, body } = await wire(asking(method, path, {}, { as: 'reader' }));
    expect(status).toBe(403);
    expect(errorOf(body)).toEqual({ code: 403, message: 'You are not authorized to complete this operation.', type: 'Forbidden' });
  });

  test('nobody makes actions by hand', async () => {
    expect((await wire(asking('POST', '/v1/actions', {}, { as: 'admin' }))).status).toBe(403);
  });
});

describe('when things go wrong', () => {
  const request = {
    query: '',
    body: '',
    origin: ORIGIN,
    requestId: 'req-1',
    ...asking('GET', '/v1/clusters/x'),
    method: 'GET',
    path: '/v1/clusters/x',
    headers: { 'x-auth-token': 't' },
  };
  const deps = { report: () => {}, engineId: 'e', now: () => 0 };

  test("an identity service that does not answer is not the token's fault", async () => {
    const handle = senlinHandler({ ...deps, clustering: clusteringWith({}), verify: async () => ({ kind: 'unavailable' }) });
    expect((await handle(request)).status).toBe(503);
  });

  test('a bug is reported, and the client learns nothing of it', async () => {
    const told: unknown[] = [];
    const handle = senlinHandler({
      ...deps,
      clustering: clusteringWith({ showCluster: () => Promise.reject(new Error('the secret of the table')) }),
      verify: async () => ({
        userId: 'u',
        userName: 'u',
        projectId: 'p',
        projectName: 'p',
        domainId: null,
        roles: [],
        isAdmin: false,
        canWrite: true,
      }),
      report: (error) => told.push(error),
    });
    const { status, body } = await handle(request);
    expect(status).toBe(500);
    expect(errorOf(body).type).toBe('InternalError');
    expect(body).not.toContain('secret');
    expect(told).toHaveLength(1);
  });

  test('what may pass is worth another try', async () => {
    const wire = wireWith({ showCluster: async () => ({ kind: 'refused', fault: transient('store.throttled', 'Busy.', 7 as never) }) });
    const { status, headers } = await wire(asking('GET', '/v1/clusters/x'));
    expect(status).toBe(503);
    expect(headers['Retry-After']).toBe('7');
  });
});

describe('bodies', () => {
  const wire = wireWith({ createCluster: nobody });
  const post = (body: string, headers: Record<string, string> = {}) => {
    const request = asking('POST', '/v1/clusters', body);
    return wire({ ...request, headers: { ...request.headers, ...headers } });
  };
  const wrapped = (inner: string): string => `{"cluster":{"name":"x","profile_id":"p","metadata":${inner}}}`;

  test('up to 256 KiB, in bytes', async () => {
    const config = (size: number) => `{"cluster":{"name":"x","profile_id":"p","config":{"a":"${'é'.repeat(size / 2)}"}}}`;
    const { status, body } = await post(config(256 * 1024));
    expect(status).toBe(400);
    expect(errorOf(body).type).toBe('RequestLimitExceeded');
    expect(errorOf(body).message).toMatch(
      /^Request limit exceeded: JSON body size \(\d+ bytes\) exceeds maximum allowed size \(262144 bytes\)\.$/,
    );
    expect((await post(config(30 * 1024))).status).toBe(404);
  });

  test('up to 32 levels', async () => {
    expect((await post(wrapped('['.repeat(40) + ']'.repeat(40)))).status).toBe(400);
    expect((await post(wrapped(`{"a":${'['.repeat(27)}${']'.repeat(27)}}`))).status).toBe(404);
    expect((await post(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`)).status).toBe(400);
  });

  test.each([
    '{"cluster":NaN}',
    '{"cluster":{"name":"x","profile_id":"p","timeout":1e999}}',
    wrapped('{"a":"\\ud800"}'),
    wrapped('{"\\udfff":1}'),
  ])('not %s', async (body) => {
    expect((await post(body)).status).toBe(400);
  });

  test.each([
    ['application/json', 404],
    ['application/json; charset=utf-8', 404],
    ['text/plain', 404],
    ['', 404],
    ['application/x-www-form-urlencoded', 400],
    ['text/html', 400],
  ])('said to be %p', async (type, status) => {
    expect((await post('{"cluster":{"name":"x","profile_id":"p"}}', { 'content-type': type })).status).toBe(status);
  });

  test.each(['', '[]', 'null', '"x"', ' {"cluster":{}}'])('%p is none', async (body) => {
    const response = await post(body);
    expect(errorOf(response.body).message).toBe(
      'The server could not comply with the request since it is either malformed or otherwise incorrect.',
    );
  });
});

describe('pages that are not ours follow the Accept header', () => {
  const wire = wireWith();
  const page = (accept?: string) => wire({ path: '/v9/x', headers: accept === undefined ? {} : { accept } });

  test('in three forms, and to anything goes what there is', async () => {
    expect((await page('application/json')).headers['Content-Type']).toBe('application/json');
    expect((await page('text/html,*/*;q=0.8')).headers['Content-Type']).toBe('text/html; charset=UTF-8');
    expect((await page()).headers['Content-Type']).toBe('text/plain; charset=UTF-8');
    expect((await page('*/*')).status).toBe(300);
  });

  test('what a stranger sent is no markup', async () => {
    const { body } = await wire({ path: '/v1/', headers: { accept: 'text/html', 'openstack-api-version': 'clustering <script>' } });
    expect(body).not.toContain('<script>');
  });

  test('the media type may say the version that the path does not', async () => {
    const headers = { ...asking('GET', '/').headers, accept: 'application/vnd.openstack.clustering-v1' };
    expect((await wire({ path: '/build-info', headers })).status).toBe(200);
  });
});
