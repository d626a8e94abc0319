import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Positioned } from '../../domain/journal/journal.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Carrier } from '../../ports/carrier.ts';
import { queueUrlOf } from '../queue-address.ts';
import { attributesOf, inTime, regionOf } from './aws.ts';

type Client = Pick<SQSClient, 'send'>;

/** A message to a queue. One that keeps order keeps it per object, and drops what it was given before. */
export function sqsCarrier(clientIn: (region: string) => Client, shape: (of: Positioned) => JsonObject): Carrier<'sqs'> {
  const urls = new Map<string, string>();
  return ({ queue }, parcel) =>
    inTime(async (abortSignal) => {
      const client = clientIn(regionOf(queue));
      const url = urls.get(queue) ?? (await queueUrlOf(client, queue, abortSignal));
      urls.set(queue, url);
      const command = new SendMessageCommand({
        QueueUrl: url,
        MessageBody: JSON.stringify(parcel.letter?.body ?? shape(parcel)),
        MessageAttributes: attributesOf(parcel),
        ...(queue.endsWith('.fifo') && { MessageGroupId: parcel.event.objectId, MessageDeduplicationId: parcel.id }),
      });
      return client.send(command, { abortSignal });
    });
}
