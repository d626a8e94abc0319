import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildApp } from 'fauxqs';
import { isOwnQueue } from '../../../lib/composition/announcer.ts';
import { redirected } from '../../../lib/composition/redirects.ts';
import type { ServiceCall } from '../../../lib/domain/action/call.ts';
import { permanent } from '../../../lib/domain/kernel/fault.ts';
import { allowanceOf } from '../../../lib/domain/outgoing/destination.ts';
import { checkSignature } from '../../../lib/domain/outgoing/signature.ts';
import { announcing } from '../../../lib/platform/announce.ts';
import { guardedHttp } from '../../../lib/platform/guarded-http/guarded-http.ts';
import { sha256Hmac } from '../../../lib/platform/sha256-hmac.ts';
import { plainSealing } from '../../../lib/simulator/outside/plain-sealing.ts';
import { T0 } from '../../support/documents.ts';

type Announcement = Extract<ServiceCall, { readonly to: 'announce' }>;

const SECRET = 'a secret of the receiver';
const of = { project: 'p', object: 'policy/1' };
const message = { lifecycle_action_token: 'action.sesame', node_id: 'n-1', lifecycle_transition_type: 'termination' };
const call = (target: Announcement['target'], over: Partial<Announcement> = {}): Announcement => ({
  to: 'announce',
  token: 'action.out-0',
  target,
  message,
  ...over,
});

const posted: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
let status = 204;
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    posted.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(status, { Location: 'http://127.0.0.1:9/' }).end(`you said ${SECRET} and action.sesame`);
  });
});
const aws = buildApp({ logger: false });
let sqs: SQSClient;
let sns: SNSClient;
let url = '';

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=in-the-url`;
  const endpoint = await aws.listen({ port: 0, host: '127.0.0.1' });
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  // As the composition makes it: a queue's URL is what is called.
  sqs = new SQSClient({ endpoint, region: 'eu-west-1', credentials, useQueueUrlAsEndpoint: false, maxAttempts: 1 });
  sns = new SNSClient({ endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
});
afterAll(async () => {
  sqs.destroy();
  sns.destroy();
  server.close();
  await aws.close();
});
beforeEach(() => {
  posted.length = 0;
  status = 204;
});

function announce(one: Announcement, allowed: readonly string[] = ['127.0.0.1'], instead: Readonly<Record<string, string>> = {}) {
  const allowance = allowanceOf(allowed);
  if (typeof allowance === 'string') throw new Error(allowance);
  return announcing({
    outgoing: guardedHttp(allowance),
    sqs,
    sqsIn: () => sqs,
    snsIn: () => sns,
    instead: (arn) => redirected(instead, arn),
    isOurs: (queueUrl) => isOwnQueue(queueUrl, 'local'),
    sealing: plainSealing,
    follow: async (project, { secret_ref }) =>
      secret_ref === 'coppice:signing' && project === of.project
        ? { kind: 'ok', value: SECRET }
        : { kind: 'fault', fault: permanent('secret.not-found', 'The secret could not be found.') },
    hmac: sha256Hmac,
    clock: { now: () => T0 },
  })(one);
}

const bodies = async (QueueUrl: string) =>
  ((await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }))).Messages ?? []).map(({ Body }) =>
    JSON.parse(String(Body)),
  );

describe('a hook told to a URL', () => {
  test('is the message as JSON, under its token', async () => {
    expect(await announce(call({ url }))).toEqual({ kind: 'ok' });
    expect(posted.map(({ body }) => JSON.parse(body))).toEqual([message]);
    expect(posted[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'idempotency-key': 'action.out-0' });
    expect(posted[0]?.headers).not.toHaveProperty('x-coppice-signature');
  });

  test('is signed with the secret it was given', async () => {
    const sealed = await plainSealing.seal(SECRET, of);
    if (sealed.kind === 'fault') throw new Error(sealed.fault.message);
    await announce(call({ url }, { signing: { sealed: sealed.text, of } }));
    const [{ headers, body } = { headers: {}, body: '' }] = posted;
    const verify = (secret: string) =>
      checkSignature(headers as Record<string, string>, body, T0, (text, signature) => sha256Hmac.matches(secret, text, signature));
    expect(verify(SECRET)).toBeUndefined();
    expect(verify(`${SECRET}!`)).toMatchObject({ code: 'signature.invalid' });
    expect(JSON.stringify(posted)).not.toContain(SECRET);
  });

  test('is signed with the secret that a reference leads to, and not sent unsigned when it leads nowhere', async () => {
    const signing = { secret: { secret_ref: 'coppice:signing' }, project: of.project };
    await announce(call({ url }, { signing }));
    const [{ headers, body } = { headers: {}, body: '' }] = posted;
    const valid = checkSignature(headers as Record<string, string>, body, T0, (text, sign) => sha256Hmac.matches(SECRET, text, sign));
    expect({ headers: Object.keys(headers), valid }).toMatchObject({
      headers: expect.arrayContaining(['x-coppice-signature']),
      valid: undefined,
    });
    const answer = await announce(call({ url }, { signing: { ...signing, project: 'another' } }));
    expect(answer).toMatchObject({ kind: 'fault', fault: { kind: 'permanent', code: 'secret.not-found' } });
    expect(posted).toHaveLength(1);
  });

  test('is not sent unsigned when its secret does not open', async () => {
    const sealed = await plainSealing.seal(SECRET, { ...of, object: 'policy/2' });
    if (sealed.kind === 'fault') throw new Error(sealed.fault.message);
    const answer = await announce(call({ url }, { signing: { sealed: sealed.text, of } }));
    expect(answer).toMatchObject({ kind: 'fault', fault: { kind: 'permanent', code: 'sealing.unreadable' } });
    expect(posted).toEqual([]);
  });

  test.each([
    [200, 'ok'],
    [302, 'permanent'],
    [400, 'permanent'],
    [404, 'permanent'],
    [408, 'transient'],
    [429, 'transient'],
    [500, 'transient'],
    [503, 'transient'],
  ])('answered with %d is %s', async (said, kind) => {
    status = said;
    const answer = await announce(call({ url }));
    expect(answer.kind === 'fault' ? answer.fault : answer).toMatchObject(
      kind === 'ok' ? { kind } : { kind, code: 'hook.untold', message: `The webhook answered ${said}.` },
    );
    expect(posted).toHaveLength(1);
  });

  test('is refused where nobody opened the way, and the refusal says nothing secret', async () => {
    const answer = await announce(call({ url }), []);
    expect(answer).toMatchObject({ kind: 'fault', fault: { kind: 'permanent', code: expect.stringMatching(/^outgoing\./) } });
    expect(JSON.stringify(answer)).not.toMatch(/sesame|in-the-url/);
    expect(posted).toEqual([]);
  });

  test('that nobody listens at is tried again', async () => {
    const answer = await announce(call({ url: 'http://127.0.0.1:9/?key=in-the-url' }), ['127.0.0.1']);
    expect(answer).toMatchObject({ kind: 'fault', fault: { code: expect.stringMatching(/^outgoing\./) } });
    expect(JSON.stringify(answer)).not.toMatch(/sesame|in-the-url/);
  });
});

describe('a hook told to a queue', () => {
  const make = async (QueueName: string, Attributes = {}) =>
    String((await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl);
  test('by its name, and by its URL', async () => {
    const queueUrl = await make('hooks');
    expect(await announce(call({ queue: 'hooks' }))).toEqual({ kind: 'ok' });
    expect(await announce(call({ queue: queueUrl }))).toEqual({ kind: 'ok' });
    expect(await bodies(queueUrl)).toEqual([message, message]);
  });

  test('that keeps an order is told once, however often it is tried', async () => {
    const queueUrl = await make('hooks.fifo', { FifoQueue: 'true' });
    for (const queue of ['hooks.fifo', queueUrl, 'hooks.fifo']) expect(await announce(call({ queue }))).toEqual({ kind: 'ok' });
    expect(await bodies(queueUrl)).toEqual([message]);
    await announce(call({ queue: 'hooks.fifo' }, { token: 'action.out-1' }));
    expect(await bodies(queueUrl)).toHaveLength(1);
  });

  test('of the service itself is refused, by name and by URL', async () => {
    const queueUrl = await make('coppice-local-node-create');
    for (const queue of ['coppice-local-node-create', queueUrl, `${queueUrl}/`, `${queueUrl}?x=1`])
      expect(await announce(call({ queue }))).toMatchObject({ kind: 'fault', fault: { kind: 'permanent', code: 'hook.untold' } });
    expect(await bodies(queueUrl)).toEqual([]);
  });

  test('that is not there is not tried again, and the fault says nothing secret', async () => {
    const answer = await announce(call({ queue: 'nowhere' }));
    expect(answer).toMatchObject({ kind: 'fault', fault: { kind: 'permanent', code: 'hook.untold' } });
    expect(JSON.stringify(answer)).not.toContain('sesame');
  });

  test('that cannot be reached is tried again', async () => {
    const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
    const deaf = new SQSClient({ endpoint: 'http://127.0.0.1:9', region: 'eu-west-1', credentials, maxAttempts: 1 });
    const answer = await announcing({
      outgoing: guardedHttp([] as never),
      sqs: deaf,
      sqsIn: () => deaf,
      snsIn: () => sns,
      instead: () => undefined,
      isOurs: () => false,
      sealing: plainSealing,
      follow: async () => ({ kind: 'ok', value: SECRET }),
      hmac: sha256Hmac,
      clock: { now: () => T0 },
    })(call({ queue: 'hooks' }));
    expect(answer).toMatchObject({ kind: 'fault', fault: { kind: 'transient', code: 'hook.untold' } });
  });
});

describe('a hook told to an ARN', () => {
  const QUEUE = 'arn:aws:sqs:eu-west-1:000000000000:by-arn';

  test('of a queue is a message there', async () => {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'by-arn' }));
    expect(await announce(call({ queue: QUEUE }))).toEqual({ kind: 'ok' });
    expect(await bodies(QueueUrl)).toEqual([message]);
  });

  test('of a topic is a message to whoever subscribes', async () => {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'behind' }));
    const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'hooks' }));
    const Endpoint = 'arn:aws:sqs:eu-west-1:000000000000:behind';
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes: { RawMessageDelivery: 'true' } }));
    expect(await announce(call({ topic: TopicArn }))).toEqual({ kind: 'ok' });
    expect(await bodies(QueueUrl)).toEqual([message]);
    const nowhere = await announce(call({ topic: `${TopicArn}-not` }));
    expect(nowhere).toMatchObject({ kind: 'fault', fault: { kind: 'permanent', code: 'hook.untold' } });
  });

  test('goes where the operator has it go', async () => {
    const instead = { 'arn:aws:sns:*': 'nowhere', 'arn:aws:sns:*:hooks': url };
    expect(await announce(call({ topic: 'arn:aws:sns:us-east-1:123456789012:hooks' }), ['127.0.0.1'], instead)).toEqual({ kind: 'ok' });
    expect(posted.map(({ body }) => JSON.parse(body))).toEqual([message]);
  });
});
