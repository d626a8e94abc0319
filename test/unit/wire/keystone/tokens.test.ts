import { beforeEach, describe, expect, test } from '@jest/globals';
import { verifyToken } from '../../../../lib/app/identity/verify-token.ts';
import { ROUTES } from '../../../../lib/wire/keystone/handler.ts';
import { identityWorld, PASSWORD, passwordAuth, type World } from '../../../support/identity-world.ts';

const TOKENS = '/identity/v3/auth/tokens';
const json = ({ body }: { readonly body: string }) => JSON.parse(body);
const trade = (token: string, project?: string) => ({
  auth: { identity: { methods: ['token'], token: { id: token } }, ...(project && { scope: { project: { name: project } } }) },
});

let world: World;
beforeEach(async () => {
  world = await identityWorld();
});

describe('validating', () => {
  test('one’s own token, and an administrator anybody’s', async () => {
    const demo = await world.login('demo', 'demo');
    const admin = await world.login('admin', 'admin');
    for (const token of [demo, admin]) {
      const response = await world.send('GET', TOKENS, { token, subject: demo });
      expect(response.status).toBe(200);
      expect(response.headers['x-subject-token']).toBe(demo);
      expect(json(response).token.user.name).toBe('demo');
    }
  });

  test('somebody else’s is forbidden; one nobody knows, or none, is not found', async () => {
    const demo = await world.login('demo', 'demo');
    const alt = await world.login('alt', 'alt');
    expect((await world.send('GET', TOKENS, { token: demo, subject: alt })).status).toBe(403);
    expect((await world.send('GET', TOKENS, { token: demo, subject: 'f'.repeat(64) })).status).toBe(404);
    expect((await world.send('GET', TOKENS, { token: demo })).status).toBe(404);
  });

  test('an unscoped token is enough to ask, and is nobody to the clustering service', async () => {
    const unscoped = await world.login('demo');
    expect((await world.send('GET', TOKENS, { token: unscoped, subject: unscoped })).status).toBe(200);
    expect(await verifyToken(world.ports).verify(unscoped)).toEqual({ kind: 'invalid' });
  });

  test.each([
    ['demo', 'demo', { isAdmin: false, canWrite: true, roles: ['member', 'reader'] }],
    ['reader', 'demo', { isAdmin: false, canWrite: false, roles: ['reader'] }],
    ['admin', 'admin', { isAdmin: true, canWrite: true, roles: ['admin', 'member', 'reader'] }],
  ])('%s in %s may do what the role says', async (user, project, standing) => {
    const verified = await verifyToken(world.ports).verify(await world.login(user, project));
    expect(verified).toMatchObject({
      kind: 'valid',
      principal: { userName: user, projectName: project, domainId: 'default', ...standing },
    });
  });
});

describe('revoking', () => {
  test('ends a token at once and tells the process', async () => {
    const token = await world.login('demo', 'demo');
    expect(await world.send('DELETE', TOKENS, { token, subject: token })).toMatchObject({ status: 204, body: '' });
    expect((await world.send('GET', TOKENS, { token, subject: token })).status).toBe(401);
    expect(await verifyToken(world.ports).verify(token)).toEqual({ kind: 'invalid' });
  });

  test('is for its user and for administrators', async () => {
    const demo = await world.login('demo', 'demo');
    const alt = await world.login('alt', 'alt');
    const admin = await world.login('admin', 'admin');
    expect((await world.send('DELETE', TOKENS, { token: alt, subject: demo })).status).toBe(403);
    expect((await world.send('DELETE', TOKENS, { token: admin, subject: demo })).status).toBe(204);
    expect((await world.send('DELETE', TOKENS, { token: admin, subject: demo })).status).toBe(404);
    expect((await world.send('GET', TOKENS, { token: alt, subject: alt })).status).toBe(200);
  });
});

describe('trading a token in', () => {
  test('for a project, without a longer life and with its history', async () => {
    const unscoped = await world.login('demo');
    world.pass(600);
    const response = await world.send('POST', TOKENS, { body: trade(unscoped, 'demo') });
    expect(response.status).toBe(201);
    const { token } = json(response);
    expect(token).toMatchObject({ methods: ['token', 'password'], project: { name: 'demo' }, expires_at: '2026-11-20T13:00:00.000000Z' });
    expect(token.audit_ids).toHaveLength(2);
  });

  test('not for a project of others', async () => {
    const demo = await world.login('demo', 'demo');
    expect((await world.send('POST', TOKENS, { body: trade(demo, 'alt') })).status).toBe(401);
  });

  test('not when it is over, or never was', async () => {
    const demo = await world.login('demo', 'demo');
    world.pass(3_600);
    for (const token of [demo, 'f'.repeat(64), '']) expect((await world.send('POST', TOKENS, { body: trade(token) })).status).toBe(401);
  });
});

describe('the catalogue', () => {
  test('is for whoever has a project', async () => {
    const scoped = await world.send('GET', '/identity/v3/auth/catalog', { token: await world.login('demo', 'demo') });
    expect(json(scoped).catalog.map(({ type }: { readonly type: string }) => type)).toEqual(['clustering', 'identity']);
    expect((await world.send('GET', '/identity/v3/auth/catalog', { token: await world.login('demo') })).status).toBe(403);
  });
});

describe('guessing', () => {
  const guess = (password: string) => world.send('POST', TOKENS, { body: passwordAuth('demo', password, 'demo') });

  test('is counted, and then has to wait, with the right password too', async () => {
    for (let i = 0; i < 5; i++) expect((await guess(`wrong ${i}`)).status).toBe(401);
    const waiting = await guess(`${PASSWORD}demo`);
    expect(waiting.status).toBe(429);
    expect(waiting.headers['retry-after']).toBe('1');
    expect(json(waiting).error).toMatchObject({ code: 429, title: 'Too Many Requests' });

    world.pass(1);
    expect((await guess(`${PASSWORD}demo`)).status).toBe(201);
    expect((await guess('wrong again')).status).toBe(401);
    expect((await guess(`${PASSWORD}demo`)).status).toBe(201);
  });

  test('in parallel gains no more than a turn each', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => guess(`wrong ${i}`)));
    const compared = answers.filter(({ status }) => status === 401).length;
    expect(compared).toBeGreaterThanOrEqual(5);
    expect(compared).toBeLessThanOrEqual(6);
  });

  test('at one name leaves the others alone, and tokens and names that do not exist are no different', async () => {
    const token = await world.login('demo', 'demo');
    for (let i = 0; i < 5; i++) await guess(`wrong ${i}`);
    expect((await world.send('POST', TOKENS, { body: passwordAuth('alt', `${PASSWORD}alt`, 'alt') })).status).toBe(201);
    expect((await world.send('GET', TOKENS, { token, subject: token })).status).toBe(200);

    const nobody = async () => (await world.send('POST', TOKENS, { body: passwordAuth('nobody', 'x') })).status;
    for (let i = 0; i < 5; i++) expect(await nobody()).toBe(401);
    expect(await nobody()).toBe(429);
  });

  test('by id and by name is counted as one', async () => {
    const { id } = json(await world.send('POST', TOKENS, { body: passwordAuth('demo', `${PASSWORD}demo`) })).token.user;
    const byId = { auth: { identity: { methods: ['password'], password: { user: { id, password: 'wrong' } } } } };
    for (let i = 0; i < 3; i++) await world.send('POST', TOKENS, { body: byId });
    for (let i = 0; i < 2; i++) await guess('wrong');
    expect((await guess('wrong')).status).toBe(429);
  });
});

test('a name or credential that does not exist costs one slow hash, as one that does', async () => {
  const asked: boolean[] = [];
  const { passwordHash } = world.ports;
  const counted = {
    ...passwordHash,
    verify: (given: string, hash: string | undefined) => {
      asked.push(hash !== undefined);
      return passwordHash.verify(given, hash);
    },
  };
  const watched = await identityWorld({ passwordHash: counted });
  asked.length = 0;
  for (const user of ['demo', 'nobody']) await watched.send('POST', TOKENS, { body: passwordAuth(user, 'wrong') });
  const credential = { id: 'nope', secret: 'wrong' };
  await watched.send('POST', TOKENS, {
    body: { auth: { identity: { methods: ['application_credential'], application_credential: credential } } },
  });
  expect(asked).toEqual([true, false, false]);
});

test('routes are told apart by path and method', () => {
  const names = ROUTES.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(names).size).toBe(names.length);
});
