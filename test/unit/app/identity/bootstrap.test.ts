import { expect, test } from '@jest/globals';
import { bootstrap } from '../../../../lib/app/identity/bootstrap.ts';
import { FIRST_USERS } from '../../../../lib/domain/identity/first-users.ts';
import { identityWorld, PASSWORD, passwordAuth } from '../../../support/identity-world.ts';

const everybody = (password: (user: string) => string) => FIRST_USERS.map((first) => ({ ...first, password: password(first.user) }));

test('again changes nothing: same ids, and tokens live on', async () => {
  const world = await identityWorld();
  const before = await world.ports.store.users();
  const token = await world.login('demo', 'demo');
  world.pass(1);
  await bootstrap(world.ports)(everybody((user) => PASSWORD + user));
  expect(await world.ports.store.users()).toEqual(before);
  expect(await world.identity.identify(token)).toBeDefined();
});

test('twice at once is once', async () => {
  const world = await identityWorld();
  const users = everybody((user) => PASSWORD + user);
  await Promise.all([bootstrap(world.ports)(users), bootstrap(world.ports)(users)]);
  expect(await world.ports.store.users()).toHaveLength(4);
  expect(await world.ports.store.projects()).toHaveLength(3);
});

test('a new password opens, the old one does not, and neither do its tokens', async () => {
  const world = await identityWorld();
  const token = await world.login('demo', 'demo');
  world.pass(1);
  await bootstrap(world.ports)(everybody(() => 'new'));
  expect(await world.identity.identify(token)).toBeUndefined();
  const logIn = async (password: string) =>
    (await world.send('POST', '/identity/v3/auth/tokens', { body: passwordAuth('demo', password, 'demo') })).status;
  expect(await logIn(`${PASSWORD}demo`)).toBe(401);
  expect(await logIn('new')).toBe(201);
});
