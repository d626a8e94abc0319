import type { SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from '@jest/globals';
import { sqsNudges } from '../../../lib/platform/sqs-nudges.ts';

type Entry = { readonly Id: string; readonly MessageGroupId: string; readonly MessageBody: string };

/** Who sends to a queue that keeps what it is sent. */
const sending = () => {
  const requests: { readonly QueueUrl: string; readonly Entries: readonly Entry[] }[] = [];
  const client = { send: async ({ input }: { readonly input: (typeof requests)[number] }) => ({ sent: requests.push(input) }) };
  const nudges = sqsNudges(
    client as unknown as SQSClient,
    (queue) => queue,
    (error) => {
      throw error;
    },
  );
  return { requests, nudges };
};
const nudge = (project: string, id: string) => ({ project, id, queue: 'node-create' }) as const;

test('a message is about one project, and says which', async () => {
  const { requests, nudges } = sending();
  await nudges.send([nudge('a', '1'), nudge('b', '2'), nudge('a', '3'), nudge('a', '1')]);
  expect(requests).toHaveLength(1);
  expect(requests[0]?.Entries.map(({ MessageGroupId, MessageBody }) => [MessageGroupId, JSON.parse(MessageBody).refs])).toEqual([
    [
      'a',
      [
        { project: 'a', id: '1' },
        { project: 'a', id: '3' },
      ],
    ],
    ['b', [{ project: 'b', id: '2' }]],
  ]);
});

test('ten to a message, ten messages to a request, each with an id of its own', async () => {
  const { requests, nudges } = sending();
  await nudges.send(Array.from({ length: 105 }, (_, i) => nudge(i < 100 ? 'a' : 'b', String(i))));
  expect(requests.map(({ Entries }) => Entries.length)).toEqual([10, 1]);
  for (const { Entries } of requests) expect(new Set(Entries.map(({ Id }) => Id)).size).toBe(Entries.length);
});
