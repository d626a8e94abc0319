import path from 'node:path';
import { expect, test } from '@jest/globals';

const local = (name: string) => import(path.resolve(import.meta.dirname, `../../../infra/local/${name}.mjs`));
const { startQueues } = await local('queues');
const { mapQueue } = await local('event-source-mapping');

const NUDGES = 'arn:aws:sqs:us-east-1:000000000000:nudges';
/** A template with one queue, whose messages are away for as long as anybody waits here. */
const template = () => ({
  ofType: () => [{ name: 'nudges', properties: { VisibilityTimeout: 540 } }],
  queueArn: () => NUDGES,
  queueUrl: (name: string, endpoint: string) => `${endpoint}/${name}`,
  queueNameOf: () => 'nudges',
  queueUrls: new Map<string, string>(),
});

test('messages that nobody could work on hold up none of those that come after them', async () => {
  const queues = await startQueues(template());
  const queue = queues.queue('nudges');
  const heard: string[] = [];
  let isWell = false;
  const invoke = async ({ Records }: { Records: readonly { messageId: string; body: string }[] }) => {
    if (!isWell) throw new Error('the disk is full');
    heard.push(...Records.map(({ body }) => JSON.parse(body).id));
  };
  const failures: unknown[] = [];
  const stop = mapQueue({
    queue,
    receive: queues.receive,
    invoke,
    mapping: {},
    region: 'us-east-1',
    warn: (e: unknown) => failures.push(e),
  });
  const send = (id: string) =>
    queue.enqueue({
      messageId: id,
      body: JSON.stringify({ project: 'a', id }),
      md5OfBody: '',
      attributes: {},
      messageAttributes: {},
      sentTimestamp: Date.now(),
      approximateReceiveCount: 0,
    });
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  for (let i = 0; i < 40; i++) send(`lost-${i}`);
  await until(() => queue.inflightMessages.size === 40);
  await until(() => failures.length > 0);
  isWell = true;
  send('heard');
  await until(() => heard.length > 0);
  expect(heard).toEqual(['heard']);
  expect(queue.inflightMessages.size).toBe(40);
  stop();
  queues.wakeAll();
  await queues.stop();
});
