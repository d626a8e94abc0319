import { beforeAll, describe, expect, test } from '@jest/globals';
import { TableUnavailable } from '../../../../lib/domain/kernel/table-unavailable.ts';
import { ROUTES } from '../../../../lib/wire/keystone/handler.ts';
import { identityWorld, PASSWORD, passwordAuth, type World } from '../../../support/identity-world.ts';

const TOKENS = '/identity/v3/auth/tokens';
const json = ({ body }: { readonly body: string }) => JSON.parse(body);

let world: World;
beforeAll(async () => {
  world = await identityWorld();
});

describe('before anybody has a token', () => {
  test.each(['/identity', '/identity/'])('GET %s lists one version', async (path) => {
    const response = await world.send('GET', path);
    expect(response.status).toBe(300);
    expect(json(response).versions.values).toMatchObject([
      { id: 'v3.14', status: 'stable', links: [{ rel: 'self', href: 'http://coppice.test/identity/v3/' }] },
    ]);
  });

  test.each(['/identity/v3', '/identity/v3/'])('GET %s shows it', async (path) => {
    const response = await world.send('GET', path);
    expect(response.status).toBe(200);
    expect(json(response).version.id).toBe('v3.14');
  });

  test('a token that is no good does not matter there either', async () => {
    expect((await world.send('GET', '/identity/v3', { token: 'no good' })).status).toBe(200);
  });
});

describe('logging in', () => {
  test('gives a token in the header and what it means in the body', async () => {
    const response = await world.send('POST', TOKENS, { body: passwordAuth('demo', `${PASSWORD}demo`, 'demo') });
    expect(response.status).toBe(201);
    expect(response.headers).toMatchObject({ 'x-subject-token': expect.stringMatching(/^[0-9a-f]{64}$/), 'cache-control': 'no-store' });
    const { token } = json(response);
    expect(token).toEqual({
      methods: ['password'],
      user: { domain: { id: 'default', name: 'Default' }, id: expect.any(String), name: 'demo', password_expires_at: null },
      audit_ids: [expect.any(String)],
      issued_at: '2026-11-20T12:00:00.000000Z',
      expires_at: '2026-11-20T13:00:00.000000Z',
      project: { domain: { id: 'default', name: 'Default' }, id: expect.any(String), name: 'demo' },
      is_domain: false,
      roles: [
        { id: expect.any(String), name: 'member' },
        { id: expect.any(String), name: 'reader' },
      ],
      catalog: expect.any(Array),
    });
    expect(token.catalog[0]).toMatchObject({ type: 'clustering', name: 'coppice' });
    expect(token.catalog[0].endpoints[0]).toEqual({
      id: expect.any(String),
      interface: 'public',
      region: 'RegionOne',
      region_id: 'RegionOne',
      url: 'http://coppice.test',
    });
  });

  test('without a scope, gives a token without project, roles and catalogue', async () => {
    const { token } = json(await world.send('POST', TOKENS, { body: passwordAuth('demo', `${PASSWORD}demo`) }));
    expect(Object.keys(token).sort()).toEqual(['audit_ids', 'expires_at', 'issued_at', 'methods', 'user']);
  });

  test('leaves the catalogue out when asked to', async () => {
    const { token } = json(await world.send('POST', `${TOKENS}?nocatalog`, { body: passwordAuth('demo', `${PASSWORD}demo`, 'demo') }));
    expect(token.project.name).toBe('demo');
    expect(token.catalog).toBeUndefined();
  });

  test.each([
    ['a wrong password', passwordAuth('demo', 'wrong', 'demo')],
    ['nobody’s name', passwordAuth('nobody', 'wrong', 'demo')],
  ])('%s is one and the same 401', async (_, body) => {
    const response = await world.send('POST', TOKENS, { body });
    expect(response.status).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Keystone uri="http://coppice.test/identity/v3"');
    expect(json(response)).toEqual({
      error: { code: 401, title: 'Unauthorized', message: 'The request you have made requires authentication.' },
    });
  });

  test('a project of others, and none: one and the same 401', async () => {
    const answers = await Promise.all(
      ['alt', 'none'].map((project) => world.send('POST', TOKENS, { body: passwordAuth('demo', `${PASSWORD}demo`, project) })),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    expect(answers[0]?.body).toBe(answers[1]?.body);
  });
});

describe('every route that is not for everybody', () => {
  const closed = ROUTES.filter((route) => 'run' in route).map(({ method, path }) => [method, path.replaceAll('{}', 'x')] as const);
  test.each(closed)('%s %s asks for a token', async (method, path) => {
    for (const options of [{}, { token: '' }, { token: 'x'.repeat(64) }, { token: 'x'.repeat(5_000) }]) {
      expect((await world.send(method, `/identity${path}`, options)).status).toBe(401);
    }
  });

  test('a token is good there until it expires', async () => {
    const later = await identityWorld();
    const token = await later.login('demo', 'demo');
    const status = async () => (await later.send('GET', '/identity/v3/auth/projects', { token })).status;
    later.pass(3_599);
    expect(await status()).toBe(200);
    later.pass(1);
    expect(await status()).toBe(401);
  });
});

describe('HTTP', () => {
  test.each([
    '/identity/v2.0',
    '/identity/v3/nope',
    '/identity//v3',
    '/identity/v3/../v3/auth/tokens',
    '/identity/v3/%zz',
    '/elsewhere',
    '/identityv3',
  ])('nobody serves %s', async (path) => {
    const token = await world.login('admin', 'admin');
    const response = await world.send('GET', path, { token });
    expect(response.status).toBe(404);
  });

  test('a list with a slash behind it is the list', async () => {
    expect((await world.send('GET', '/identity/v3/users/', { token: await world.login('admin', 'admin') })).status).toBe(200);
  });

  test('a method nobody serves is 405 and says which are', async () => {
    const response = await world.send('PUT', TOKENS);
    expect(response.status).toBe(405);
    expect(response.headers.allow).toBe('POST, GET, HEAD, DELETE');
    expect(json(response).error).toMatchObject({ code: 405, title: 'Method Not Allowed' });
  });

  test('a body over 256 KiB is 413, whatever is in it', async () => {
    const response = await world.send('POST', TOKENS, { body: ' '.repeat(256 * 1024 + 1) });
    expect(response.status).toBe(413);
    expect((await world.send('POST', TOKENS, { body: '😀'.repeat(66_000) })).status).toBe(413);
    expect((await world.send('POST', TOKENS, { body: ' '.repeat(256 * 1024) })).status).toBe(400);
  });

  test('HEAD answers as GET does, without a body', async () => {
    const token = await world.login('demo', 'demo');
    const response = await world.send('HEAD', TOKENS, { token, subject: token });
    expect(response).toMatchObject({ status: 200, body: '', headers: { 'x-subject-token': token } });
    expect(await world.send('HEAD', TOKENS, { token, subject: 'unknown' })).toMatchObject({ status: 404, body: '' });
  });

  test('every answer carries the request’s id', async () => {
    for (const path of ['/identity', TOKENS, '/nowhere']) {
      expect((await world.send('GET', path)).headers['x-openstack-request-id']).toBe('req-test');
    }
  });
});

test('a table that cannot be used is nobody’s mistake, and passes', async () => {
  const { send, ports } = await identityWorld();
  const away = () => Promise.reject(new TableUnavailable({ cause: new Error('disk is full') }));
  for (const ask of Object.keys(ports.store)) Object.assign(ports.store, { [ask]: away });
  const response = await send('GET', '/identity/v3/auth/projects', { token: 'some' });
  expect([response.status, json(response).error.title]).toEqual([503, 'Service Unavailable']);
  expect(response.body).not.toContain('disk');
});
