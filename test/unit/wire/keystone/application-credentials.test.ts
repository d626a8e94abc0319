import { beforeEach, describe, expect, test } from '@jest/globals';
import { verifyToken } from '../../../../lib/app/identity/verify-token.ts';
import { identityWorld, type World } from '../../../support/identity-world.ts';

const TOKENS = '/identity/v3/auth/tokens';
const json = ({ body }: { readonly body: string }) => JSON.parse(body);

let world: World;
let demo: string;
let list: string;

beforeEach(async () => {
  world = await identityWorld();
  demo = await world.login('demo', 'demo');
  const { token } = json(await world.send('GET', TOKENS, { token: demo, subject: demo }));
  list = `/identity/v3/users/${token.user.id}/application_credentials`;
});

const create = (body: object, token = demo) => world.send('POST', list, { token, body: { application_credential: body } });
const logIn = (credential: object, scope?: unknown) =>
  world.send('POST', TOKENS, {
    body: { auth: { identity: { methods: ['application_credential'], application_credential: credential }, scope } },
  });
const tokenOf = async (credential: object) => (await logIn(credential)).headers['x-subject-token'] ?? '';

describe('making one', () => {
  test('shows its secret, once', async () => {
    const made = await create({ name: 'ci', description: 'for CI', expires_at: '2030-01-01T00:00:00' });
    expect(made.status).toBe(201);
    const { secret, ...shown } = json(made).application_credential;
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(shown).toMatchObject({
      name: 'ci',
      description: 'for CI',
      expires_at: '2030-01-01T00:00:00.000000',
      unrestricted: false,
      system: null,
      roles: [{ name: 'member' }, { name: 'reader' }],
      links: { self: `http://coppice.test${list}/${shown.id}` },
    });
    expect(json(await world.send('GET', `${list}/${shown.id}`, { token: demo })).application_credential).toEqual(shown);
    expect(json(await world.send('GET', list, { token: demo })).application_credentials).toEqual([shown]);
    expect(json(await world.send('GET', `${list}?name=other`, { token: demo })).application_credentials).toEqual([]);
  });

  test.each<[string, object, number]>([
    ['a name that is taken', { name: 'taken' }, 409],
    ['a role nobody has heard of', { name: 'x', roles: [{ name: 'owner' }] }, 404],
    ['a role the token does not carry', { name: 'x', roles: [{ name: 'admin' }] }, 400],
    ['an expiry that is over', { name: 'x', expires_at: '2020-01-01T00:00:00' }, 400],
    ['a field nobody knows', { name: 'x', user_id: 'y' }, 400],
  ])('is refused for %s', async (_, body, status) => {
    await create({ name: 'taken' });
    const refused = await create(body);
    expect(refused.status).toBe(status);
    expect(json(refused).error.code).toBe(status);
    expect(json(await world.send('GET', list, { token: demo })).application_credentials).toHaveLength(1);
  });

  test('is for oneself and in a project', async () => {
    expect((await create({ name: 'x' }, await world.login('alt', 'alt'))).status).toBe(403);
    expect((await create({ name: 'x' }, await world.login('admin', 'admin'))).status).toBe(403);
    expect((await create({ name: 'x' }, await world.login('demo'))).status).toBe(403);
  });

  test('stops at a hundred', async () => {
    for (let i = 0; i < 100; i++) expect((await create({ name: `n${i}` })).status).toBe(201);
    expect((await create({ name: 'one more' })).status).toBe(403);
  });
});

describe('logging in with one', () => {
  test('by id, or by name and user, in its project and with its roles', async () => {
    const { id, secret } = json(await create({ name: 'ci', roles: [{ name: 'reader' }] })).application_credential;
    for (const credential of [
      { id, secret },
      { name: 'ci', user: { name: 'demo', domain: { id: 'default' } }, secret },
    ]) {
      const response = await logIn(credential);
      expect(response.status).toBe(201);
      expect(json(response).token).toMatchObject({
        methods: ['application_credential'],
        project: { name: 'demo' },
        roles: [{ name: 'reader' }],
        application_credential: { id, name: 'ci', restricted: true },
      });
    }
    expect(await verifyToken(world.ports).verify(await tokenOf({ id, secret }))).toMatchObject({ principal: { canWrite: false } });
  });

  test('takes no scope', async () => {
    const { id, secret } = json(await create({ name: 'ci' })).application_credential;
    const response = await logIn({ id, secret }, { project: { name: 'demo' } });
    expect(response.status).toBe(401);
    expect(json(response).error.message).toContain('cannot request a scope');
  });

  test('with a wrong secret, or one nobody made, is a 401, and too many of them wait', async () => {
    const { id } = json(await create({ name: 'ci', secret: 'chosen' })).application_credential;
    expect((await logIn({ id, secret: 'chosen' })).status).toBe(201);
    expect((await logIn({ id: 'nope', secret: 'chosen' })).status).toBe(401);
    for (let i = 0; i < 5; i++) expect((await logIn({ id, secret: 'wrong' })).status).toBe(401);
    expect((await logIn({ id, secret: 'chosen' })).status).toBe(429);
  });

  test('never outlives it', async () => {
    const { id, secret } = json(await create({ name: 'ci', expires_at: '2026-11-20T12:10:00Z' })).application_credential;
    const response = await logIn({ id, secret });
    expect(json(response).token.expires_at).toBe('2026-11-20T12:10:00.000000Z');
    world.pass(600);
    expect((await logIn({ id, secret })).status).toBe(401);
  });
});

describe('a token from one', () => {
  test('cannot be traded, nor make or end others', async () => {
    const { id, secret } = json(await create({ name: 'ci' })).application_credential;
    const token = await tokenOf({ id, secret });
    const trade = { auth: { identity: { methods: ['token'], token: { id: token } }, scope: { project: { name: 'demo' } } } };
    expect((await world.send('POST', TOKENS, { body: trade })).status).toBe(403);
    expect((await create({ name: 'more' }, token)).status).toBe(403);
    expect((await world.send('DELETE', `${list}/${id}`, { token })).status).toBe(403);
    expect((await world.send('GET', list, { token })).status).toBe(200);
  });

  test('unless it is unrestricted, and then with no more roles than it has', async () => {
    const { id, secret } = json(await create({ name: 'ci', unrestricted: true, roles: [{ name: 'reader' }] })).application_credential;
    const token = await tokenOf({ id, secret });
    expect((await create({ name: 'more', roles: [{ name: 'member' }] }, token)).status).toBe(400);
    const made = await create({ name: 'more' }, token);
    expect(json(made).application_credential.roles.map(({ name }: { readonly name: string }) => name)).toEqual(['reader']);
  });

  test('dies with it, at once', async () => {
    const { id, secret } = json(await create({ name: 'ci' })).application_credential;
    const token = await tokenOf({ id, secret });
    expect((await world.send('DELETE', `${list}/${id}`, { token: demo })).status).toBe(204);
    expect(await verifyToken(world.ports).verify(token)).toEqual({ kind: 'invalid' });
    expect((await world.send('DELETE', `${list}/${id}`, { token: demo })).status).toBe(404);
    expect((await create({ name: 'ci' })).status).toBe(201);
  });
});

describe('others', () => {
  test('see none of it, unless they are administrators, who may end it', async () => {
    const { id } = json(await create({ name: 'ci' })).application_credential;
    const alt = await world.login('alt', 'alt');
    const admin = await world.login('admin', 'admin');
    for (const path of [list, `${list}/${id}`]) {
      expect((await world.send('GET', path, { token: alt })).status).toBe(403);
      expect((await world.send('GET', path, { token: admin })).status).toBe(200);
    }
    const { token: other } = json(await world.send('GET', TOKENS, { token: alt, subject: alt }));
    const own = `/identity/v3/users/${other.user.id}/application_credentials/${id}`;
    expect((await world.send('GET', own, { token: alt })).status).toBe(404);
    expect((await world.send('DELETE', own, { token: alt })).status).toBe(404);
    expect((await world.send('DELETE', `${list}/${id}`, { token: alt })).status).toBe(403);
    expect((await world.send('DELETE', `${list}/${id}`, { token: admin })).status).toBe(204);
  });
});
