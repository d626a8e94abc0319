import { beforeEach, expect, test } from '@jest/globals';
import { ownStandings } from '../../../../lib/app/identity/standings.ts';
import type { User } from '../../../../lib/domain/identity/user.ts';
import { identityWorld, type World } from '../../../support/identity-world.ts';

let world: World;
let demo: User;
let project: string;
const standing = (where = project, user = demo.id) => ownStandings(world.ports.store).of({ user, project: where });

beforeEach(async () => {
  world = await identityWorld();
  const { store } = world.ports;
  demo = (await store.users()).find(({ name }) => name === 'demo') as User;
  project = (await store.projects()).find(({ name }) => name === 'demo')?.id ?? '';
});

test('whoever may write in a project may have things done there', async () => {
  expect(await standing()).toBe('good');
});

test('who has become a reader there, has no role there, or never was, may not', async () => {
  const { store } = world.ports;
  await store.assign({ userId: demo.id, projectId: project, roles: ['reader'] });
  expect(await standing()).toBe('lost');
  await store.assign({ userId: demo.id, projectId: project, roles: [] });
  expect(await standing()).toBe('lost');
  expect(await standing(project, 'nobody')).toBe('lost');
});

test('nor who may write elsewhere, unless as an administrator', async () => {
  const { store } = world.ports;
  const others = (await store.projects()).filter(({ id }) => id !== project);
  const [other] = others.filter(({ name }) => name === 'alt');
  expect(await standing(other?.id)).toBe('lost');
  const admin = (await store.users()).find(({ name }) => name === 'admin') as User;
  expect(await standing(project, admin.id)).toBe('good');
});

test('nor anybody in a project that is not there, nor who is disabled', async () => {
  expect(await standing('nowhere')).toBe('lost');
  await world.ports.store.replaceUser({ ...demo, enabled: false });
  expect(await standing()).toBe('lost');
});
