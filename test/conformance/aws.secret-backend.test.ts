import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parameterStore } from '../../lib/platform/secrets/parameter-store.ts';
import { secretsManager } from '../../lib/platform/secrets/secrets-manager.ts';
import type { SecretBackend } from '../../lib/ports/secrets.ts';
import { startAwsSecrets } from '../support/aws-secrets.ts';
import { secretPromises } from './secret-backend.ts';

const PREFIX = 'coppice/test';
const at = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
});
let aws: Awaited<ReturnType<typeof startAwsSecrets>>;
const opened: { readonly destroy: () => void }[] = [];
const manager = (endpoint: string): SecretBackend => {
  const client = new SecretsManagerClient(at(endpoint));
  opened.push(client);
  return secretsManager(client, PREFIX);
};
const store = (endpoint: string): SecretBackend => {
  const client = new SSMClient(at(endpoint));
  opened.push(client);
  return parameterStore(client, PREFIX);
};
const NOWHERE = 'http://127.0.0.1:9';
let serial = 0;
const name = () => `shop/secret-${serial++}`;

beforeAll(async () => {
  aws = await startAwsSecrets();
});
afterAll(async () => {
  for (const client of opened) client.destroy();
  await aws.stop();
});

describe('Secrets Manager', () => {
  const put = (project: string, id: string, SecretString: string) => void aws.secrets.set(`${PREFIX}/${project}/${id}`, { SecretString });
  secretPromises(() => ({
    backend: manager(aws.endpoint),
    away: manager(NOWHERE),
    keep: async (project, value) => {
      const id = name();
      put(project, id, value);
      return id;
    },
    rotate: async (project, id, value) => put(project, id, value),
    keepBytes: async (project, bytes) => {
      const id = name();
      aws.secrets.set(`${PREFIX}/${project}/${id}`, { SecretBinary: bytes.toString('base64') });
      return id;
    },
    unknown: 'never-was',
  }));

  test('is asked below the project’s prefix; bytes that are text are text; what may not be read is said to be so', async () => {
    aws.secrets.set(`${PREFIX}/p1/bytes`, { SecretBinary: Buffer.from('wörd').toString('base64') });
    aws.asked.length = 0;
    expect(await manager(aws.endpoint).read('p1', 'bytes')).toEqual({ kind: 'ok', value: 'wörd' });
    expect(aws.asked).toEqual([{ operation: 'GetSecretValue', body: { SecretId: 'coppice/test/p1/bytes' } }]);
    expect(await manager(aws.endpoint).read('p1', 'denied')).toMatchObject({ fault: { kind: 'permanent', code: 'secret.refused' } });
  });
});

describe('the Parameter Store', () => {
  const put = (project: string, id: string, value: string) => void aws.parameters.set(`/${PREFIX}/${project}/${id}`, value);
  secretPromises(() => ({
    backend: store(aws.endpoint),
    away: store(NOWHERE),
    keep: async (project, value) => {
      const id = name();
      put(project, id, value);
      return id;
    },
    rotate: async (project, id, value) => put(project, id, value),
    unknown: 'never-was',
  }));

  test('is asked below the project’s prefix, for what it decrypts', async () => {
    put('p1', 'word', 'hunter2hunter2');
    aws.asked.length = 0;
    expect(await store(aws.endpoint).read('p1', 'word')).toEqual({ kind: 'ok', value: 'hunter2hunter2' });
    expect(aws.asked).toEqual([{ operation: 'GetParameter', body: { Name: '/coppice/test/p1/word', WithDecryption: true } }]);
    expect(await store(aws.endpoint).read('p1', 'denied')).toMatchObject({ fault: { kind: 'permanent', code: 'secret.refused' } });
  });
});
