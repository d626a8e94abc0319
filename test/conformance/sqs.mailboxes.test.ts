import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, describe } from '@jest/globals';
import { buildApp } from 'fauxqs';
import { sqsMailboxes } from '../../lib/platform/sqs-mailboxes.ts';
import { mailboxesPromises } from './mailboxes.ts';

const app = buildApp({ logger: false });
const endpoint = await app.listen({ port: 0, host: '127.0.0.1' });
const client = new SQSClient({
  endpoint,
  useQueueUrlAsEndpoint: false,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

afterAll(async () => {
  client.destroy();
  await app.close();
});

describe('mailboxes in SQS', () => {
  mailboxesPromises(() => ({
    mailboxes: sqsMailboxes(client, 'coppice-test-receiver-'),
    send: async (QueueUrl, MessageBody) => void (await client.send(new SendMessageCommand({ QueueUrl, MessageBody }))),
  }));
});
