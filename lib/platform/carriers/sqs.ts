import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Positioned } from '../../domain/journal/journal.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Carrier } from '../../ports/carrier.ts';
import { attributesOf, inTime, regionOf } from './aws.ts';

/** A message to a queue. One that keeps order keeps it per object, and drops what it was given before. */
export const sqsCarrier =
  (clientIn: (region: string) => Pick<SQSClient, 'send'>, shape: (of: Positioned) => JsonObject): Carrier<'sqs'> =>
  ({ queue }, parcel) =>
    inTime((abortSignal) =>
      clientIn(regionOf(queue)).send(
        new SendMessageCommand({
          QueueUrl: urlOf(queue),
          MessageBody: JSON.stringify(shape(parcel)),
          MessageAttributes: attributesOf(parcel),
          ...(queue.endsWith('.fifo') && { MessageGroupId: parcel.event.objectId, MessageDeduplicationId: parcel.id }),
        }),
        { abortSignal },
      ),
    );

function urlOf(arn: string): string {
  const [, partition, , region, account, name] = arn.split(':');
  return `https://sqs.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}/${account}/${name}`;
}
