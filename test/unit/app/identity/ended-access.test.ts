import { beforeEach, describe, expect, test } from '@jest/globals';
import { bootstrap } from '../../../../lib/app/identity/bootstrap.ts';
import { rememberVerified } from '../../../../lib/app/identity/remember-verified.ts';
import { verifyToken } from '../../../../lib/app/identity/verify-token.ts';
import { FIRST_USERS } from '../../../../lib/domain/identity/first-users.ts';
import { seconds } from '../../../../lib/domain/kernel/time.ts';
import { processRevocations } from '../../../../lib/platform/process-revocations.ts';
import type { TokenVerifier } from '../../../../lib/ports/token-verifier.ts';
import { identityWorld, PASSWORD, passwordAuth, type World } from '../../../support/identity-world.ts';

const TOKENS = '/identity/v3/auth/tokens';

let world: World;
let verifier: TokenVerifier;
beforeEach(async () => {
  // The real channel: what announces and what remembers know nothing of each other.
  world = await identityWorld({ revocations: processRevocations() });
  verifier = rememberVerified(verifyToken(world.ports), {
    ...world.ports,
    revocations: processRevocations(),
    longest: seconds(5),
    most: 10,
  });
});

describe('a process that remembers a token forgets it as soon as', () => {
  test('it is revoked', async () => {
    const token = await world.login('demo', 'demo');
    expect((await verifier.verify(token)).kind).toBe('valid');
    await world.send('DELETE', TOKENS, { token, subject: token });
    expect((await verifier.verify(token)).kind).toBe('invalid');
  });

  test('its application credential is deleted', async () => {
    const demo = await world.login('demo', 'demo');
    const { user } = JSON.parse((await world.send('GET', TOKENS, { token: demo, subject: demo })).body).token;
    const list = `/identity/v3/users/${user.id}/application_credentials`;
    const made = await world.send('POST', list, { token: demo, body: { application_credential: { name: 'ci' } } });
    const { id, secret } = JSON.parse(made.body).application_credential;
    const identity = { methods: ['application_credential'], application_credential: { id, secret } };
    const token = (await world.send('POST', TOKENS, { body: { auth: { identity } } })).headers['x-subject-token'] ?? '';
    expect((await verifier.verify(token)).kind).toBe('valid');
    await world.send('DELETE', `${list}/${id}`, { token: demo });
    expect((await verifier.verify(token)).kind).toBe('invalid');
  });

  test('the password changes', async () => {
    const token = await world.login('demo', 'demo');
    expect((await verifier.verify(token)).kind).toBe('valid');
    world.pass(1);
    await bootstrap(world.ports)(FIRST_USERS.map((user) => ({ ...user, password: 'new' })));
    expect((await verifier.verify(token)).kind).toBe('invalid');
  });
});

test('a disabled user cannot log in, with the right password or an application credential', async () => {
  const demo = await world.login('demo', 'demo');
  const user = await world.ports.store.userNamed('default', 'demo');
  if (!user) throw new Error('no demo');
  const list = `/identity/v3/users/${user.id}/application_credentials`;
  const made = await world.send('POST', list, { token: demo, body: { application_credential: { name: 'ci' } } });
  const { id, secret } = JSON.parse(made.body).application_credential;
  await world.ports.store.replaceUser({ ...user, enabled: false });

  const identity = { methods: ['application_credential'], application_credential: { id, secret } };
  expect((await world.send('POST', TOKENS, { body: { auth: { identity } } })).status).toBe(401);
  expect((await world.send('POST', TOKENS, { body: passwordAuth('demo', `${PASSWORD}demo`, 'demo') })).status).toBe(401);
  expect((await world.send('GET', TOKENS, { token: demo, subject: demo })).status).toBe(401);
});
