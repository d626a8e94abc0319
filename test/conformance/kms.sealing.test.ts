import { KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { kmsSealing } from '../../lib/platform/sealing/kms.ts';
import { startKms } from '../support/kms.ts';
import { sealingPromises } from './sealing.ts';

let kms: Awaited<ReturnType<typeof startKms>>;
let client: KMSClient;
beforeAll(async () => {
  kms = await startKms();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new KMSClient({ endpoint: kms.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await kms.stop();
});

sealingPromises(
  () => kmsSealing(client, 'key-1'),
  () => kmsSealing(client, 'key-2'),
);

const binding = { project: 'p', object: 'o' };

test('the key sees what each secret is for, never the secret', async () => {
  kms.asked.length = 0;
  await kmsSealing(client, 'key-1').seal('hunter2', binding);
  expect(kms.asked).toMatchObject([{ operation: 'GenerateDataKey', body: { KeyId: 'key-1', EncryptionContext: binding } }]);
  expect(JSON.stringify(kms.asked)).not.toContain('hunter2');
});

test('an envelope is unwrapped once per process', async () => {
  const sealing = kmsSealing(client, 'key-1');
  const sealed = await sealing.seal('secret', binding);
  kms.asked.length = 0;
  for (let i = 0; i < 3; i++) await sealing.open(sealed.kind === 'sealed' ? sealed.text : '', binding);
  expect(kms.asked.map(({ operation }) => operation)).toEqual(['Decrypt']);
});

test('a key that cannot be used is said to be, and one out of reach is worth another try', async () => {
  expect(await kmsSealing(client, 'disabled').seal('secret', binding)).toMatchObject({
    fault: { kind: 'permanent', code: 'sealing.refused' },
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const nowhere = new KMSClient({ endpoint: 'http://127.0.0.1:9', region: 'us-east-1', credentials, maxAttempts: 1 });
  expect(await kmsSealing(nowhere, 'key-1').seal('secret', binding)).toMatchObject({
    fault: { kind: 'transient', code: 'sealing.unavailable' },
  });
  nowhere.destroy();
});
