import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { instant } from '../domain/kernel/time.ts';
import type { Letter, Mailboxes } from '../ports/mailboxes.ts';
import { errorCode } from './error-code.ts';

const ATTRIBUTES = {
  /** Seconds until a message that could not be done comes again. */
  VisibilityTimeout: '30',
  /** Seconds until it is given up. */
  MessageRetentionPeriod: '86400',
  SqsManagedSseEnabled: 'true',
};

/** A queue of its own for every receiver. Queues of a local stack are gone after a restart: whoever looks for one finds it again, empty. */
export function sqsMailboxes(client: SQSClient, prefix: string): Mailboxes {
  const urls = new Map<string, string>();
  const nameOf = (id: string): string => `${prefix}${id}`;

  async function open(id: string): Promise<string> {
    const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: nameOf(id), Attributes: ATTRIBUTES }));
    urls.set(id, QueueUrl);
    return QueueUrl;
  }

  async function urlOf(id: string): Promise<string | undefined> {
    const known = urls.get(id);
    if (known !== undefined) return known;
    const url = await unlessMissing(client.send(new GetQueueUrlCommand({ QueueName: nameOf(id) })).then(({ QueueUrl }) => QueueUrl));
    if (url !== undefined) urls.set(id, url);
    return url;
  }

  return {
    nameOf,
    open,
    async take(id) {
      const url = await urlOf(id);
      const received =
        url === undefined
          ? undefined
          : await unlessMissing(
              client.send(
                new ReceiveMessageCommand({
                  QueueUrl: url,
                  MaxNumberOfMessages: 10,
                  WaitTimeSeconds: 0,
                  MessageSystemAttributeNames: ['SentTimestamp'],
                }),
              ),
            );
      if (!received) await open(id);
      return (received?.Messages ?? []).map(
        ({ MessageId = '', Body = '', ReceiptHandle = '', Attributes }): Letter => ({
          id: MessageId,
          sentAt: instant(Number(Attributes?.SentTimestamp ?? 0)),
          body: Body,
          handle: ReceiptHandle,
        }),
      );
    },
    async settle(id, letters) {
      const url = await urlOf(id);
      if (url === undefined || letters.length === 0) return;
      const Entries = letters.map(({ handle }, i) => ({ Id: String(i), ReceiptHandle: handle }));
      await unlessMissing(client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries })));
    },
    async remove(id) {
      const url = await urlOf(id);
      urls.delete(id);
      if (url !== undefined) await unlessMissing(client.send(new DeleteQueueCommand({ QueueUrl: url })));
    },
  };
}

/** Undefined when there is no such queue. */
async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof QueueDoesNotExist || errorCode(error) === 'AWS.SimpleQueueService.NonExistentQueue') return undefined;
    throw error;
  }
}
