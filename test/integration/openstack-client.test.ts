import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bootstrapIdentity, type IdentitySetting, identityApi } from '../../lib/composition/identity.ts';
import { FIRST_USERS } from '../../lib/domain/identity/first-users.ts';
import { seconds } from '../../lib/domain/kernel/time.ts';
import { describeIf } from '../support/describe-if.ts';
import { createTable, type Dynoxide, dynamoClient, dynoxideMissing, startDynoxide } from '../support/dynoxide.ts';
import { type Served, serveHttp } from '../support/serve-http.ts';

const CLIENT = '/usr/bin/openstack';
const clientMissing = (): string | undefined =>
  spawnSync(CLIENT, ['--version'], { stdio: 'ignore' }).status === 0
    ? undefined
    : 'no OpenStack client on this machine: `apt-get install python3-openstackclient` brings one';

import { plainSealing } from '../../lib/simulator/outside/plain-sealing.ts';

const PASSWORD = 'correct horse; "battery" $taple';

describeIf(dynoxideMissing() ?? clientMissing(), 'the unmodified OpenStack client', () => {
  let dynoxide: Dynoxide;
  let client: DynamoDBClient;
  let served: Served;

  beforeAll(async () => {
    dynoxide = await startDynoxide();
    client = dynamoClient(dynoxide.endpoint);
    await createTable(client, 'identity');
    const setting: IdentitySetting = { client, table: 'identity', tokenLifetime: seconds(3_600), sealing: plainSealing };
    await bootstrapIdentity(
      setting,
      FIRST_USERS.map((user) => ({ ...user, password: PASSWORD })),
    );
    served = await serveHttp(identityApi(setting));
  }, 120_000);
  afterAll(async () => {
    await served?.stop();
    client?.destroy();
    await dynoxide?.stop();
  });

  const demo = (): Record<string, string> => ({
    OS_AUTH_URL: `${served.origin}/identity/v3`,
    OS_USERNAME: 'demo',
    OS_PASSWORD: PASSWORD,
    OS_PROJECT_NAME: 'demo',
    OS_USER_DOMAIN_NAME: 'Default',
    OS_PROJECT_DOMAIN_NAME: 'Default',
    OS_REGION_NAME: 'RegionOne',
  });
  const run = async (env: Record<string, string>, ...words: string[]): Promise<string> => {
    const options = { env: { PATH: '/usr/bin:/bin', HOME: '/nonexistent', LC_ALL: 'C.UTF-8', OS_IDENTITY_API_VERSION: '3', ...env } };
    return (await promisify(execFile)(CLIENT, words, options)).stdout.trim();
  };
  const openstack = (...words: string[]) => run(demo(), ...words);
  const value = (column: string) => ['-f', 'value', '-c', column];

  describe('logs in', () => {
    test.each(['/identity', '/identity/', '/identity/v3', '/identity/v3/'])(
      'at %s',
      async (path) => {
        expect(await run({ ...demo(), OS_AUTH_URL: served.origin + path }, 'token', 'issue', ...value('id'))).toMatch(/^[0-9a-f]{64}$/);
      },
      30_000,
    );

    test('and is told when it may not', async () => {
      await expect(run({ ...demo(), OS_PASSWORD: 'wrong' }, 'token', 'issue')).rejects.toMatchObject({
        stderr: expect.stringContaining('The request you have made requires authentication. (HTTP 401)'),
      });
      await expect(run({ ...demo(), OS_PROJECT_NAME: 'alt' }, 'token', 'issue')).rejects.toMatchObject({
        stderr: expect.stringContaining('(HTTP 401)'),
      });
    }, 120_000);

    test('with a token', async () => {
      const token = await openstack('token', 'issue', ...value('id'));
      const { OS_AUTH_URL = '', OS_PROJECT_NAME = '', OS_PROJECT_DOMAIN_NAME = '' } = demo();
      const env = { OS_AUTH_TYPE: 'v3token', OS_TOKEN: token, OS_AUTH_URL, OS_PROJECT_NAME, OS_PROJECT_DOMAIN_NAME };
      expect(await run(env, 'token', 'issue', ...value('project_id'))).toBe(await openstack('token', 'issue', ...value('project_id')));
    }, 120_000);
  });

  test('finds clustering and identity in the catalogue', async () => {
    const catalogue = JSON.parse(await openstack('catalog', 'list', '-f', 'json'));
    expect(catalogue.map(({ Name, Type }: { readonly Name: string; readonly Type: string }) => [Name, Type])).toEqual([
      ['coppice', 'clustering'],
      ['keystone', 'identity'],
    ]);
  }, 120_000);

  test('revokes a token', async () => {
    const token = await openstack('token', 'issue', ...value('id'));
    await openstack('token', 'revoke', token);
    const response = await fetch(`${served.origin}/identity/v3/auth/projects`, { headers: { 'x-auth-token': token } });
    expect(response.status).toBe(401);
  }, 120_000);

  test('lists projects: all for an administrator, one’s own for others', async () => {
    expect(await openstack('project', 'list', ...value('Name'))).toBe('demo');
    expect(await openstack('project', 'show', 'demo', ...value('domain_id'))).toBe('default');
    const admin = { ...demo(), OS_USERNAME: 'admin', OS_PROJECT_NAME: 'admin' };
    expect((await run(admin, 'project', 'list', ...value('Name'))).split('\n').sort()).toEqual(['admin', 'alt', 'demo']);
    expect(await run(admin, 'project', 'show', 'alt', ...value('name'))).toBe('alt');
    expect((await run(admin, 'user', 'list', ...value('Name'))).split('\n').sort()).toEqual(['admin', 'alt', 'demo', 'reader']);
  }, 120_000);

  test('makes, shows, uses and deletes an application credential', async () => {
    const options = ['--description', 'for CI', '--role', 'reader', '--expiration', '2099-01-01T00:00:00'];
    const made = JSON.parse(await openstack('application', 'credential', 'create', 'ci', ...options, '-f', 'json'));
    expect(made).toMatchObject({ name: 'ci', roles: 'reader', expires_at: '2099-01-01T00:00:00.000000', unrestricted: false });
    expect(await openstack('application', 'credential', 'list', ...value('Name'))).toBe('ci');
    const shown = JSON.parse(await openstack('application', 'credential', 'show', 'ci', '-f', 'json'));
    expect(shown).toMatchObject({ id: made.id, description: 'for CI' });
    expect(shown.secret).toBeUndefined();

    const env = {
      OS_AUTH_TYPE: 'v3applicationcredential',
      OS_AUTH_URL: demo().OS_AUTH_URL ?? '',
      OS_APPLICATION_CREDENTIAL_ID: made.id,
      OS_APPLICATION_CREDENTIAL_SECRET: made.secret,
    };
    expect(await run(env, 'token', 'issue', ...value('project_id'))).toBe(made.project_id);
    await openstack('application', 'credential', 'delete', 'ci');
    await expect(run(env, 'token', 'issue')).rejects.toMatchObject({ stderr: expect.stringContaining('(HTTP 401)') });
    expect(await openstack('application', 'credential', 'list', ...value('Name'))).toBe('');
  }, 120_000);
});
