import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Instant, instant, seconds } from '../../lib/domain/kernel/time.ts';
import type { KeystoneSettings } from '../../lib/platform/keystone-session.ts';
import { keystoneTokenVerifier } from '../../lib/platform/keystone-token-verifier.ts';
import type { HttpRequest, HttpResponse } from '../../lib/wire/http.ts';
import { type Served, serveHttp } from '../support/serve-http.ts';

const SECRET = 'service-password-canary';
const json = (status: number, body: unknown, headers = {}): HttpResponse => ({ status, headers, body: JSON.stringify(body) });
const denied = json(401, { error: { code: 401, message: 'The request you have made requires authentication.', title: 'Unauthorized' } });

/** A token body as Keystone 22 gives it. */
const token = (changes: object = {}) => ({
  token: {
    methods: ['password'],
    user: { domain: { id: 'default', name: 'Default' }, id: 'u1', name: 'demo', password_expires_at: null },
    audit_ids: ['7V0R3wWhSvqh_5X46t81Jg'],
    expires_at: '2026-11-20T13:00:00.000000Z',
    issued_at: '2026-11-20T12:00:00.000000Z',
    project: { domain: { id: 'default', name: 'Default' }, id: 'p1', name: 'demo' },
    is_domain: false,
    roles: [
      { id: 'r1', name: 'member' },
      { id: 'r2', name: 'reader' },
    ],
    ...changes,
  },
});

let now: Instant;
let logIns: number;
let requests: HttpRequest[];
let onLogin: () => HttpResponse | Promise<HttpResponse>;
let onValidate: (request: HttpRequest) => HttpResponse | Promise<HttpResponse>;
let served: Served;

beforeEach(async () => {
  now = instant(Date.UTC(2026, 10, 20, 12));
  logIns = 0;
  requests = [];
  onLogin = () => json(201, token(), { 'X-Subject-Token': `service-${logIns}` });
  onValidate = () => json(200, token(), { 'X-Subject-Token': 'user-token' });
  served = await serveHttp(async (request) => {
    requests.push(request);
    if (request.method === 'GET') return onValidate(request);
    logIns++;
    return onLogin();
  });
});
afterEach(() => served.stop());

const verifier = (changes: Partial<KeystoneSettings> = {}) =>
  keystoneTokenVerifier(
    {
      authUrl: served.origin,
      username: 'coppice',
      password: SECRET,
      projectName: 'service',
      userDomainName: 'Default',
      projectDomainName: 'Default',
      timeout: seconds(5),
      ...changes,
    },
    { now: () => now },
  );

describe('asking another Keystone', () => {
  test.each(['', '/', '/v3', '/v3/'])('with an address that ends in "%s"', async (end) => {
    expect(await verifier({ authUrl: served.origin + end }).verify('user-token')).toEqual({
      kind: 'valid',
      expiresAt: Date.UTC(2026, 10, 20, 13),
      principal: {
        userId: 'u1',
        userName: 'demo',
        projectId: 'p1',
        projectName: 'demo',
        domainId: 'default',
        roles: ['member', 'reader'],
        isAdmin: false,
        canWrite: true,
      },
    });
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /v3/auth/tokens', 'GET /v3/auth/tokens']);
    expect(requests[1]?.headers).toMatchObject({ 'x-auth-token': 'service-1', 'x-subject-token': 'user-token' });
  });

  test('logs in once for all who wait, and keeps the token', async () => {
    const asking = verifier();
    await Promise.all([1, 2, 3].map((n) => asking.verify(`t${n}`)));
    await asking.verify('t4');
    expect(logIns).toBe(1);
  });

  test('logs in again in good time before its token ends', async () => {
    const asking = verifier();
    await asking.verify('t');
    now = instant(Date.UTC(2026, 10, 20, 12, 59, 1));
    await asking.verify('t');
    expect(logIns).toBe(2);
  });

  test('logs in again, once, when its token is refused', async () => {
    onValidate = ({ headers }) => (headers['x-auth-token'] === 'service-1' ? denied : json(200, token()));
    expect((await verifier().verify('t')).kind).toBe('valid');
    expect(logIns).toBe(2);
  });
});

describe('a token is invalid', () => {
  test('when that Keystone does not know it', async () => {
    onValidate = () => json(404, { error: { code: 404, message: 'Could not recognize Fernet token', title: 'Not Found' } });
    expect(await verifier().verify('t')).toEqual({ kind: 'invalid' });
  });

  test.each([
    ['when it has no project', { project: undefined }],
    ['when it is over', { expires_at: '2026-11-20T12:00:00.000000Z' }],
  ])('%s', async (_, changes) => {
    onValidate = () => json(200, token(changes));
    expect(await verifier().verify('t')).toEqual({ kind: 'invalid' });
  });

  test.each(['', ' ', 'a b', 'a\r\nX-Other: b', 'ü', 'x'.repeat(8_193)])('when it could be none: %j, and nobody is asked', async (text) => {
    expect(await verifier().verify(text)).toEqual({ kind: 'invalid' });
    expect(requests).toEqual([]);
  });
});

test.each([
  [['reader'], false, false],
  [['reader', 'creator'], false, false],
  [['_member_'], false, true],
  [['admin'], true, true],
  [[], false, false],
])('%j: administrator %p, may write %p', async (roles, isAdmin, canWrite) => {
  onValidate = () => json(200, token({ roles: roles.map((name) => ({ id: name, name })) }));
  expect(await verifier().verify('t')).toMatchObject({ kind: 'valid', principal: { roles, isAdmin, canWrite } });
});

describe('nobody can tell', () => {
  const says = async (words: string, changes: Partial<KeystoneSettings> = {}) => {
    const answer = await verifier(changes).verify('user-token-canary');
    expect(answer).toMatchObject({ kind: 'unavailable', fault: { kind: 'transient', code: 'identity.unavailable' } });
    expect(JSON.stringify(answer)).toContain(words);
    expect(JSON.stringify(answer)).not.toMatch(/canary/);
  };

  test('when nothing listens there', async () => {
    const closed = createServer();
    const port = await new Promise<number>((resolve) => {
      closed.listen(0, '127.0.0.1', () => resolve((closed.address() as { readonly port: number }).port));
    });
    await new Promise((resolve) => closed.close(resolve));
    await says('ECONNREFUSED', { authUrl: `http://127.0.0.1:${port}` });
  });

  test('when it does not answer in time', async () => {
    onValidate = () => new Promise(() => {});
    await says('did not answer within 1 seconds', { timeout: seconds(1) });
  });

  test('when our own user is refused, and it is not asked again at once', async () => {
    onLogin = () => denied;
    const asking = verifier();
    for (let i = 0; i < 5; i++) expect(await asking.verify('t')).toMatchObject({ kind: 'unavailable' });
    expect(logIns).toBe(1);
    now = instant(now + 5_000);
    await asking.verify('t');
    expect(logIns).toBe(2);
  });

  test('when our token is refused right after logging in', async () => {
    onValidate = () => denied;
    await says('refused right after logging in');
    expect(logIns).toBe(2);
  });

  test.each([
    ['when our user may not validate tokens', json(403, { error: {} }), 'not allowed to validate'],
    ['when it is broken', json(500, {}), 'answered 500'],
    ['when it sends us elsewhere', json(302, {}, { location: 'http://127.0.0.1:1/' }), 'answered 302'],
    ['when it answers no JSON', { status: 200, headers: {}, body: '<html>' }, 'not understood'],
    ['when it answers something else', json(200, { token: { user: {} } }), 'not understood'],
    ['when it answers without end', { status: 200, headers: {}, body: `"${'x'.repeat(1_100_000)}"` }, 'longer than'],
  ])('%s', async (_, answer, words) => {
    onValidate = () => answer;
    await says(words);
  });
});
