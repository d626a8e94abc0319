import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './scratch-service.ts';

/** Debian's interpreter: `python3` on the path may be another one, which does not see Debian's packages. */
const PYTHON = '/usr/bin/python3';
const WSGI = '/usr/bin/keystone-wsgi-public';

export type RealKeystone = { readonly url: string; readonly adminPassword: string; readonly stop: () => Promise<void> };

/** For `describeIf`: why there is no Keystone here, or undefined when there is. */
export const keystoneMissing = (): string | undefined => {
  const found = spawnSync(PYTHON, [WSGI, '--help'], { stdio: 'ignore' });
  return found.status === 0 ? undefined : 'no Keystone on this machine: `apt-get install python3-keystone` brings one';
};

/** OpenStack's own Keystone, with an SQLite database in a folder that goes with it. */
export async function startKeystone(): Promise<RealKeystone> {
  const dir = mkdtempSync(join(tmpdir(), 'coppice-keystone-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const adminPassword = 'admin-of-the-test';
  const config = join(dir, 'keystone.conf');
  for (const keys of ['fernet', 'credential']) mkdirSync(join(dir, keys));
  writeFileSync(
    config,
    `[DEFAULT]
log_file = ${dir}/keystone.log
[database]
connection = sqlite:///${dir}/keystone.db
[fernet_tokens]
key_repository = ${dir}/fernet
[fernet_receipts]
key_repository = ${dir}/fernet
[credential]
key_repository = ${dir}/credential
[identity]
password_hash_rounds = 4
`,
  );
  const manage = (...words: string[]) =>
    promisify(execFile)(PYTHON, ['-c', 'from keystone.cmd import manage; manage.main()', '--config-file', config, ...words]);
  const user = String(process.getuid?.() ?? 0);
  const owner = ['--keystone-user', user, '--keystone-group', String(process.getgid?.() ?? 0)];
  await manage('db_sync');
  await manage('fernet_setup', ...owner);
  await manage('credential_setup', ...owner);
  await manage(
    'bootstrap',
    '--bootstrap-password',
    adminPassword,
    '--bootstrap-public-url',
    `${url}/v3`,
    '--bootstrap-region-id',
    'RegionOne',
  );

  const env = { ...process.env, OS_KEYSTONE_CONFIG_FILES: config };
  const server = spawn(PYTHON, [WSGI, '-b', '127.0.0.1', '-p', String(port)], { env, stdio: 'ignore' });
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    kill();
    await gone;
    rmSync(dir, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 300; tries++) {
    if ((await fetch(`${url}/v3`).catch(() => undefined))?.ok) return { url, adminPassword, stop };
    await sleep(100);
  }
  await stop();
  throw new Error('Keystone did not start');
}
