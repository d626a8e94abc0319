import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { prepareLocalCredentials } from '../../lib/composition/local-credentials.ts';

let home: string;
beforeEach(async () => {
  home = join(await mkdtemp(join(tmpdir(), 'coppice-credentials-')), 'state');
});
afterEach(() => rm(join(home, '..'), { recursive: true, force: true }));

const start = (env: Record<string, string> = {}, port = 8778) =>
  prepareLocalCredentials({ home, baseUrl: `http://127.0.0.1:${port}`, env });
const clouds = () => readFile(join(home, 'clouds.yaml'), 'utf8');
const mode = async (file: string) => (await stat(join(home, file))).mode & 0o777;

test('the first start makes up four passwords and writes them for the owner only', async () => {
  const { users, lines } = await start();
  expect(users.map(({ user, role, project }) => [user, role, project])).toEqual([
    ['demo', 'member', 'demo'],
    ['alt', 'member', 'alt'],
    ['reader', 'reader', 'demo'],
    ['admin', 'admin', 'admin'],
  ]);
  expect(new Set(users.map(({ password }) => password)).size).toBe(4);
  for (const { password } of users) {
    expect(password).toMatch(/^[0-9a-f]{64}$/);
    expect(await clouds()).toContain(password);
    expect(lines.join('\n')).not.toContain(password);
  }
  expect(await mode('clouds.yaml')).toBe(0o600);
  expect(await mode('login.json')).toBe(0o600);
  expect(await mode('')).toBe(0o700);
});

test('a restart keeps them, and on another port the address follows', async () => {
  const first = await start();
  const before = await clouds();
  expect((await start()).users).toEqual(first.users);
  expect(await clouds()).toBe(before);
  expect((await start({}, 9123)).users).toEqual(first.users);
  expect(await clouds()).toBe(before.replaceAll(':8778/', ':9123/'));
});

test('COPPICE_PASSWORD is everybody’s, at the first start only', async () => {
  const { users } = await start({ COPPICE_PASSWORD: 'hunter2' });
  expect(users.map(({ password }) => password)).toEqual(['hunter2', 'hunter2', 'hunter2', 'hunter2']);
  const again = await start({ COPPICE_PASSWORD: 'hunter3' });
  expect(again.users).toEqual(users);
  expect(again.lines.join('\n')).toContain('COPPICE_PASSWORD counts at the first start only');
  expect(again.lines.join('\n')).not.toMatch(/hunter/);
  expect((await start({ COPPICE_PASSWORD: 'hunter2' })).lines.join('\n')).not.toContain('COPPICE_PASSWORD');
});

test('one that nobody could log in with is refused', async () => {
  await expect(start({ COPPICE_PASSWORD: 'x'.repeat(1025) })).rejects.toThrow('longer than 1024');
});

test('a password its owner changed in the file is the one that counts', async () => {
  await start({ COPPICE_PASSWORD: 'hunter2' });
  await writeFile(join(home, 'clouds.yaml'), (await clouds()).replace('"hunter2"', 'mine'), { mode: 0o644 });
  const { users } = await start();
  expect(users.map(({ password }) => password)).toEqual(['mine', 'hunter2', 'hunter2', 'hunter2']);
  expect(JSON.parse(await readFile(join(home, 'login.json'), 'utf8')).auth.identity.password.user.password).toBe('mine');
});

test('a file that others could read is closed to them', async () => {
  await start();
  const text = await clouds();
  await rm(join(home, 'clouds.yaml'));
  await writeFile(join(home, 'clouds.yaml'), text, { mode: 0o644 });
  await start();
  expect(await mode('clouds.yaml')).toBe(0o600);
});

test('a file that lost a password is made whole, and kept', async () => {
  const { users } = await start();
  const broken = (await clouds()).replace(/ {2}coppice-alt:[\s\S]*? {2}coppice-reader:/, '  coppice-reader:');
  await writeFile(join(home, 'clouds.yaml'), broken);
  const repaired = await start();
  expect(repaired.users.filter(({ user }) => user !== 'alt')).toEqual(users.filter(({ user }) => user !== 'alt'));
  expect(repaired.users.find(({ user }) => user === 'alt')?.password).toMatch(/^[0-9a-f]{64}$/);
  expect(await readFile(join(home, 'clouds.yaml.old'), 'utf8')).toBe(broken);
  expect(repaired.lines.join('\n')).toContain('clouds.yaml.old');
});
