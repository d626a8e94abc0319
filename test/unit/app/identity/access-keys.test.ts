import { describe, expect, test } from '@jest/globals';
import { findSigner } from '../../../../lib/app/identity/authenticate-signed.ts';
import { seconds } from '../../../../lib/domain/kernel/time.ts';
import { identityWorld } from '../../../support/identity-world.ts';

const LIST = '/v3/users/{user}/credentials/OS-EC2';

async function scene(user = 'demo') {
  const world = await identityWorld();
  const token = await world.login(user, user);
  const me = await world.identity.identify(token);
  const at = (path: string) => `/identity${path.replace('{user}', me?.userId ?? '')}`;
  const create = async () => {
    const made = await world.send('POST', at(LIST), { token, body: { tenant_id: me?.project?.id } });
    return JSON.parse(made.body).credential as { access: string; secret: string; links: { self: string } };
  };
  const signer = findSigner({ ...world.ports, longest: seconds(5), most: 10 });
  return { world, token, me, at, create, signer };
}

describe('an access key', () => {
  test('is made, tells its secret once, and stands for its user in one project', async () => {
    const { world, token, at, create, signer } = await scene();
    const { access, secret } = await create();
    expect(access).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(secret).toMatch(/^[0-9a-f]{40}$/);
    const listed = await world.send('GET', at(LIST), { token });
    expect(JSON.parse(listed.body).credentials).toMatchObject([{ access, secret: null, enabled: true }]);
    expect(listed.body).not.toContain(secret);
    expect(await signer(access)).toMatchObject({
      kind: 'known',
      secret,
      principal: { userName: 'demo', projectName: 'demo', canWrite: true },
    });
  });

  test('is disabled and enabled again, heard at once', async () => {
    const { world, token, at, create, signer } = await scene();
    const { access } = await create();
    await signer(access);
    const change = (enabled: boolean) => world.send('PATCH', at(`${LIST}/${access}`), { token, body: { credential: { enabled } } });
    expect((await change(false)).status).toBe(200);
    expect(await signer(access)).toEqual({ kind: 'unknown' });
    await change(true);
    expect(await signer(access)).toMatchObject({ kind: 'known' });
  });

  test('is deleted, heard at once', async () => {
    const { world, token, at, create, signer } = await scene();
    const { access } = await create();
    await signer(access);
    expect((await world.send('DELETE', at(`${LIST}/${access}`), { token })).status).toBe(204);
    expect(await signer(access)).toEqual({ kind: 'unknown' });
    expect((await world.send('GET', at(`${LIST}/${access}`), { token })).status).toBe(404);
  });

  test('ends with its user, and follows the roles its user has at the moment', async () => {
    const { world, me, create, signer } = await scene();
    const { access } = await create();
    const [userId, projectId] = [me?.userId ?? '', me?.project?.id ?? ''];
    await world.ports.store.assign({ userId, projectId, roles: ['reader'] });
    expect(await signer(access)).toMatchObject({ principal: { canWrite: false } });
    world.pass(6);
    const user = await world.ports.store.user(userId);
    if (user) await world.ports.store.replaceUser({ ...user, enabled: false });
    expect(await signer(access)).toEqual({ kind: 'unknown' });
  });

  test("is nobody else's: not made for them, seen, changed or deleted", async () => {
    const { world, at, create } = await scene();
    const { access } = await create();
    const other = await world.login('alt', 'alt');
    const tries = [
      world.send('POST', at(LIST), { token: other, body: { tenant_id: 'x' } }),
      world.send('GET', at(LIST), { token: other }),
      world.send('GET', at(`${LIST}/${access}`), { token: other }),
      world.send('PATCH', at(`${LIST}/${access}`), { token: other, body: { credential: { enabled: false } } }),
      world.send('DELETE', at(`${LIST}/${access}`), { token: other }),
    ];
    for (const answer of await Promise.all(tries)) expect(answer.status).toBe(403);
  });

  test.each([
    ['a project where its user is nobody', { tenant_id: 'elsewhere' }, 403],
    ['no project', {}, 400],
  ])('is not made for %s', async (_, body, status) => {
    const { world, token, at } = await scene();
    expect((await world.send('POST', at(LIST), { token, body })).status).toBe(status);
  });

  test('is not looked up by what could be no name of one', async () => {
    const { signer } = await scene();
    for (const id of ['', 'akia', 'x'.repeat(200), '../secret']) expect(await signer(id)).toEqual({ kind: 'unknown' });
  });
});
