import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { seconds } from '../../lib/domain/kernel/time.ts';
import type { Account, KeystoneSettings } from '../../lib/platform/keystone-session.ts';
import { passwordLogin } from '../../lib/platform/keystone-session.ts';
import { keystoneTokenVerifier } from '../../lib/platform/keystone-token-verifier.ts';
import { systemClock } from '../../lib/platform/system-clock.ts';
import { describeIf } from '../support/describe-if.ts';
import { keystoneMissing, type RealKeystone, startKeystone } from '../support/real-keystone.ts';

type Named = { readonly id: string; readonly name: string };
type Found = {
  readonly project?: Named;
  readonly user?: Named;
  readonly users?: readonly Named[];
  readonly roles?: readonly Named[];
};

describeIf(keystoneMissing(), 'tokens of OpenStack’s own Keystone', () => {
  let keystone: RealKeystone;
  let adminToken: string;

  const account = (username: string, password: string, projectName: string): Account => ({
    username,
    password,
    projectName,
    userDomainName: 'Default',
    projectDomainName: 'Default',
  });
  const settings = (changes: Partial<KeystoneSettings> = {}): KeystoneSettings => ({
    ...account('admin', keystone.adminPassword, 'admin'),
    authUrl: `${keystone.url}/v3`,
    timeout: seconds(10),
    ...changes,
  });
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${keystone.url}/v3${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const asAdmin = async (method: string, path: string, body?: unknown): Promise<Found> => {
    const response = await call(method, path, body, { 'x-auth-token': adminToken });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? {} : await response.json()) as Found;
  };
  const logIn = async (who: Account) => (await call('POST', '/auth/tokens', passwordLogin(who))).headers.get('x-subject-token') ?? '';

  beforeAll(async () => {
    keystone = await startKeystone();
    adminToken = await logIn(account('admin', keystone.adminPassword, 'admin'));
    const { project } = await asAdmin('POST', '/projects', { project: { name: 'web', domain_id: 'default' } });
    const { roles } = await asAdmin('GET', '/roles');
    for (const name of ['reader', 'member']) {
      const { user } = await asAdmin('POST', '/users', { user: { name: `a-${name}`, password: 'pw', domain_id: 'default' } });
      const role = roles?.find((candidate) => candidate.name === name);
      await asAdmin('PUT', `/projects/${project?.id}/users/${user?.id}/roles/${role?.id}`);
    }
  }, 120_000);
  afterAll(() => keystone?.stop());

  test.each([
    ['a-member', 'web', { isAdmin: false, canWrite: true }],
    ['a-reader', 'web', { isAdmin: false, canWrite: false }],
  ])('%s in %s', async (user, project, standing) => {
    const answer = await keystoneTokenVerifier(settings(), systemClock).verify(await logIn(account(user, 'pw', project)));
    expect(answer).toMatchObject({ kind: 'valid', principal: { userName: user, projectName: project, domainId: 'default', ...standing } });
  });

  test('an administrator', async () => {
    const answer = await keystoneTokenVerifier(settings(), systemClock).verify(adminToken);
    expect(answer).toMatchObject({ kind: 'valid', principal: { userName: 'admin', isAdmin: true, canWrite: true } });
  });

  test('one that it never issued, and one that it revoked', async () => {
    const verifier = keystoneTokenVerifier(settings(), systemClock);
    const token = await logIn(account('a-member', 'pw', 'web'));
    expect((await verifier.verify(token)).kind).toBe('valid');
    await call('DELETE', '/auth/tokens', undefined, { 'x-auth-token': token, 'x-subject-token': token });
    expect(await verifier.verify(token)).toEqual({ kind: 'invalid' });
    expect(await verifier.verify('gAAAAABnever')).toEqual({ kind: 'invalid' });
  });

  test('our own token revoked under us: another log-in, and the answer', async () => {
    const verifier = keystoneTokenVerifier(settings(), systemClock);
    const token = await logIn(account('a-member', 'pw', 'web'));
    expect((await verifier.verify(token)).kind).toBe('valid');
    // A changed password ends every token of the service user.
    const { users } = await asAdmin('GET', '/users?name=admin');
    const changed = { user: { original_password: keystone.adminPassword, password: keystone.adminPassword } };
    await call('POST', `/users/${users?.[0]?.id}/password`, changed, { 'x-auth-token': adminToken });
    // Keystone counts in whole seconds: what is issued in the second of the change is ended by it, too.
    do {
      await sleep(100);
      adminToken = await logIn(account('admin', keystone.adminPassword, 'admin'));
    } while (!(await call('GET', '/auth/tokens', undefined, { 'x-auth-token': adminToken, 'x-subject-token': adminToken })).ok);
    expect((await verifier.verify(token)).kind).toBe('valid');
  });

  test('a service user that may not ask, and one with a wrong password, are nobody’s invalid token', async () => {
    const token = await logIn(account('a-reader', 'pw', 'web'));
    const asReader = keystoneTokenVerifier(settings(account('a-member', 'pw', 'web')), systemClock);
    expect(await asReader.verify(token)).toMatchObject({ kind: 'unavailable', fault: { message: expect.stringContaining('not allowed') } });
    const wrong = keystoneTokenVerifier(settings({ password: 'wrong' }), systemClock);
    expect(await wrong.verify(token)).toMatchObject({ kind: 'unavailable', fault: { message: expect.stringContaining('cannot log in') } });
  });
});
