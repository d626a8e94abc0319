import { beforeAll, describe, expect, test } from '@jest/globals';
import { identityWorld, type World } from '../../../support/identity-world.ts';

const json = ({ body }: { readonly body: string }) => JSON.parse(body);
const names = (response: { readonly body: string }, key: string) => json(response)[key].map(({ name }: { readonly name: string }) => name);

let world: World;
let ids: Readonly<Record<string, { readonly user: string; readonly project: string }>>;
let tokens: Readonly<Record<string, string>>;

beforeAll(async () => {
  world = await identityWorld();
  const all = await Promise.all(
    [
      ['demo', 'demo'],
      ['alt', 'alt'],
      ['reader', 'demo'],
      ['admin', 'admin'],
    ].map(async ([user = '', project]) => {
      const secret = await world.login(user, project);
      const { token } = json(await world.send('GET', '/identity/v3/auth/tokens', { token: secret, subject: secret }));
      return { name: user, secret, user: token.user.id, project: token.project.id };
    }),
  );
  tokens = Object.fromEntries(all.map(({ name, secret }) => [name, secret]));
  ids = Object.fromEntries(all.map(({ name, user, project }) => [name, { user, project }]));
});

const get = (as: string, path: string) => world.send('GET', `/identity/v3${path}`, { token: tokens[as] ?? '' });

describe('projects', () => {
  test('one’s own are listed to everybody', async () => {
    expect(names(await get('demo', '/auth/projects'), 'projects')).toEqual(['demo']);
    expect(names(await get('reader', '/auth/projects'), 'projects')).toEqual(['demo']);
    expect(names(await get('demo', `/users/${ids.demo?.user}/projects`), 'projects')).toEqual(['demo']);
  });

  test('all of them to administrators only', async () => {
    expect(names(await get('admin', '/projects'), 'projects')).toEqual(['admin', 'alt', 'demo']);
    for (const who of ['demo', 'reader', 'alt']) expect((await get(who, '/projects')).status).toBe(403);
  });

  test('found by name', async () => {
    const response = await get('admin', '/projects?name=alt');
    expect(names(response, 'projects')).toEqual(['alt']);
    expect(json(response).links.self).toBe('http://coppice.test/identity/v3/projects?name=alt');
    expect(names(await get('admin', '/projects?name=nope'), 'projects')).toEqual([]);
    expect(names(await get('admin', '/projects?domain_id=other'), 'projects')).toEqual([]);
    expect(names(await get('admin', '/projects?enabled=true&whatever=1'), 'projects')).toHaveLength(3);
  });

  test('another’s project is as missing as one that is not there', async () => {
    const other = await get('demo', `/projects/${ids.alt?.project}`);
    expect(other.status).toBe(404);
    expect(other.body).toBe((await get('demo', '/projects/nope')).body);
    expect(json(await get('demo', `/projects/${ids.demo?.project}`)).project).toMatchObject({ name: 'demo', domain_id: 'default' });
    expect((await get('admin', `/projects/${ids.alt?.project}`)).status).toBe(200);
  });

  test('another’s list of projects is forbidden', async () => {
    expect((await get('demo', `/users/${ids.alt?.user}/projects`)).status).toBe(403);
    expect(names(await get('admin', `/users/${ids.alt?.user}/projects`), 'projects')).toEqual(['alt']);
  });
});

describe('users', () => {
  test('one sees oneself, an administrator everybody, and nobody sees a hash', async () => {
    const self = await get('demo', `/users/${ids.demo?.user}`);
    expect(json(self).user).toEqual({
      id: ids.demo?.user,
      name: 'demo',
      domain_id: 'default',
      enabled: true,
      password_expires_at: null,
      options: {},
      links: { self: `http://coppice.test/identity/v3/users/${ids.demo?.user}` },
    });
    expect((await get('demo', `/users/${ids.alt?.user}`)).status).toBe(404);
    const all = await get('admin', '/users');
    expect(names(all, 'users')).toEqual(['admin', 'alt', 'demo', 'reader']);
    expect(all.body).not.toContain('scrypt');
    expect((await get('demo', '/users')).status).toBe(403);
  });
});

describe('what is the same for everybody', () => {
  test('roles, domains, and the scopes nobody has', async () => {
    expect(names(await get('reader', '/roles'), 'roles')).toEqual(['admin', 'member', 'reader']);
    const [role] = json(await get('reader', '/roles?name=member')).roles;
    expect(json(await get('reader', `/roles/${role.id}`)).role).toMatchObject({ name: 'member', domain_id: null });
    expect((await get('reader', '/roles/nope')).status).toBe(404);
    expect(names(await get('reader', '/domains'), 'domains')).toEqual(['Default']);
    expect(json(await get('reader', '/domains/default')).domain).toMatchObject({ id: 'default', name: 'Default' });
    expect((await get('reader', '/domains/nope')).status).toBe(404);
    expect(json(await get('reader', '/auth/domains')).domains).toEqual([]);
    expect(json(await get('reader', '/auth/system')).system).toEqual([]);
  });
});
