import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Positioned } from '../../domain/journal/journal.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Carrier } from '../../ports/carrier.ts';
import { attributesOf, inTime, regionOf } from './aws.ts';

/** A message to a topic. One that keeps order keeps it per object, and drops what it was given before. */
export const snsCarrier =
  (clientIn: (region: string) => Pick<SNSClient, 'send'>, shape: (of: Positioned) => JsonObject): Carrier<'sns'> =>
  ({ topic }, parcel) =>
    inTime((abortSignal) =>
      clientIn(regionOf(topic)).send(
        new PublishCommand({
          TopicArn: topic,
          Message: JSON.stringify(parcel.letter?.body ?? shape(parcel)),
          ...(parcel.letter && { Subject: parcel.letter.subject }),
          MessageAttributes: attributesOf(parcel),
          ...(topic.endsWith('.fifo') && { MessageGroupId: parcel.event.objectId, MessageDeduplicationId: parcel.id }),
        }),
        { abortSignal },
      ),
    );
