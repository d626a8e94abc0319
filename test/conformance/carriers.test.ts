import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildApp } from 'fauxqs';
import { allowanceOf } from '../../lib/domain/outgoing/destination.ts';
import { eventBridgeCarrier } from '../../lib/platform/carriers/eventbridge.ts';
import { snsCarrier } from '../../lib/platform/carriers/sns.ts';
import { sqsCarrier } from '../../lib/platform/carriers/sqs.ts';
import { webhookCarrier } from '../../lib/platform/carriers/webhook.ts';
import { guardedHttp } from '../../lib/platform/guarded-http/guarded-http.ts';
import { sha256Hmac } from '../../lib/platform/sha256-hmac.ts';
import { notificationOf as shape } from '../../lib/wire/senlin/views/notification.ts';
import { T0 } from '../support/documents.ts';
import { aParcel, type Backend, describeCarrier } from './carrier.ts';

const REGION = 'eu-west-1';
const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
/** What was asked of the servers in this file, oldest first. */
const asked: { readonly headers: NodeJS.Dict<string | string[]>; readonly body: string; readonly path: string }[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    asked.push({ headers: request.headers, body, path: request.url ?? '' });
    if (request.headers['x-amz-target'] !== 'AWSEvents.PutEvents') {
      if (request.url === '/busy') response.writeHead(503, { 'Retry-After': '40' }).end('come back later');
      else response.writeHead(request.url === '/hook' ? 204 : 500).end();
      return;
    }
    const isThere = JSON.parse(body).Entries[0].EventBusName.endsWith('/there');
    const Entries = [isThere ? { EventId: '1' } : { ErrorCode: 'ResourceNotFoundException', ErrorMessage: 'no such bus' }];
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify({ FailedEntryCount: isThere ? 0 : 1, Entries }));
  });
});
const aws = buildApp({ logger: false });
const backends: Partial<Record<'webhook' | 'sqs' | 'sns' | 'eventbridge', Backend>> = {};
const webhook = () => {
  const allowance = allowanceOf(['127.0.0.0/8']);
  if (typeof allowance === 'string') throw new Error(allowance);
  return webhookCarrier({ outgoing: guardedHttp(allowance), hmac: sha256Hmac, clock: { now: () => T0 }, shape });
};
let url = '';

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const hook = { type: 'webhook', url: `${url}/hook` } as const;
  backends.webhook = {
    carry: (parcel) => webhook()(hook, parcel),
    carryNowhere: (parcel) => webhook()({ type: 'webhook', url: 'http://127.0.0.1:9/' }, parcel),
    arrived: async () =>
      asked.filter(({ path }) => path === '/hook').map(({ headers, body }) => ({ body, delivery: String(headers['x-coppice-delivery']) })),
  };

  const bus = eventBridgeCarrier(() => new EventBridgeClient({ region: REGION, endpoint: url, credentials, maxAttempts: 1 }), shape);
  const arn = `arn:aws:events:${REGION}:000000000000:event-bus`;
  backends.eventbridge = {
    carry: (parcel) => bus({ type: 'eventbridge', bus: `${arn}/there` }, parcel),
    carryNowhere: (parcel) => bus({ type: 'eventbridge', bus: `${arn}/gone` }, parcel),
    arrived: async () =>
      asked
        .filter(({ headers }) => headers['x-amz-target'] !== undefined)
        .map(({ body }) => ({ body: JSON.parse(body).Entries[0].Detail })),
  };

  const endpoint = await aws.listen({ port: 0, host: '127.0.0.1' });
  const sqs = new SQSClient({ region: REGION, endpoint, credentials, useQueueUrlAsEndpoint: false });
  const sns = new SNSClient({ region: REGION, endpoint, credentials });
  const queueNamed = async (QueueName: string, Attributes = {}) => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    const all = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    const receive = async () => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], WaitTimeSeconds: 1 }));
      return Messages.map(({ Body = '', MessageAttributes }) => ({ body: Body, delivery: MessageAttributes?.delivery?.StringValue }));
    };
    return { arn: all.Attributes?.QueueArn ?? '', receive };
  };
  const queue = await queueNamed('direct');
  const toQueue = sqsCarrier(() => sqs, shape);
  backends.sqs = {
    carry: (parcel) => toQueue({ type: 'sqs', queue: queue.arn }, parcel),
    carryNowhere: (parcel) => toQueue({ type: 'sqs', queue: `arn:aws:sqs:${REGION}:000000000000:gone` }, parcel),
    arrived: queue.receive,
  };
  const behind = await queueNamed('behind-topic');
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'events' }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: behind.arn, Attributes: { RawMessageDelivery: 'true' } }));
  const toTopic = snsCarrier(() => sns, shape);
  backends.sns = {
    carry: (parcel) => toTopic({ type: 'sns', topic: TopicArn }, parcel),
    carryNowhere: (parcel) => toTopic({ type: 'sns', topic: `arn:aws:sns:${REGION}:000000000000:gone` }, parcel),
    arrived: behind.receive,
  };
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await aws.close();
});

for (const type of ['webhook', 'sqs', 'sns', 'eventbridge'] as const) describeCarrier(type, () => backends[type] as Backend);

test('a webhook is signed over the time and the body', async () => {
  await webhook()({ type: 'webhook', url: `${url}/hook` }, aParcel());
  const { headers, body } = asked.at(-1) ?? { headers: {} as NodeJS.Dict<string | string[]>, body: '' };
  const signed = createHmac('sha256', aParcel().secret).update(`${headers['x-coppice-timestamp']}.${body}`).digest('hex');
  expect(headers['x-coppice-signature']).toBe(`sha256=${signed}`);
});

test('a webhook that is busy says how long', async () => {
  expect(await webhook()({ type: 'webhook', url: `${url}/busy` }, aParcel())).toEqual({ reason: 'It answered 503.', again: 40 });
});

test('a webhook that has come to lead to a private address is not called', async () => {
  const before = asked.length;
  const none = allowanceOf([]);
  const carrier = webhookCarrier({ outgoing: guardedHttp(none as never), hmac: sha256Hmac, clock: { now: () => T0 }, shape });
  expect(await carrier({ type: 'webhook', url: `${url}/hook` }, aParcel())).toEqual({ reason: expect.stringContaining('127.0.0.1') });
  expect(asked).toHaveLength(before);
});
