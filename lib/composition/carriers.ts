import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { eventBridgeCarrier } from '../platform/carriers/eventbridge.ts';
import { snsCarrier } from '../platform/carriers/sns.ts';
import { sqsCarrier } from '../platform/carriers/sqs.ts';
import { webhookCarrier } from '../platform/carriers/webhook.ts';
import { sha256Hmac } from '../platform/sha256-hmac.ts';
import { systemClock } from '../platform/system-clock.ts';
import type { Carriers } from '../ports/carrier.ts';
import { notificationOf as shape } from '../wire/senlin/views/notification.ts';
import { outgoing } from './outgoing.ts';

/** One client per region, made when first needed. */
function perRegion<T>(make: (region: string) => T): (region: string) => T {
  const made = new Map<string, T>();
  return (region) => {
    const client = made.get(region) ?? make(region);
    made.set(region, client);
    return client;
  };
}

let current: Carriers | undefined;

/** How events are brought to each type of target. */
export function carriers(): Carriers {
  current ??= {
    webhook: webhookCarrier({ outgoing: outgoing(), hmac: sha256Hmac, clock: systemClock, shape }),
    sqs: sqsCarrier(
      perRegion((region) => new SQSClient({ region, useQueueUrlAsEndpoint: false, maxAttempts: 1 })),
      shape,
    ),
    sns: snsCarrier(
      perRegion((region) => new SNSClient({ region, maxAttempts: 1 })),
      shape,
    ),
    eventbridge: eventBridgeCarrier(
      perRegion((region) => new EventBridgeClient({ region, maxAttempts: 1 })),
      shape,
    ),
  };
  return current;
}
