import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { eventBridgeCarrier } from '../platform/carriers/eventbridge.ts';
import { rerouting } from '../platform/carriers/rerouting.ts';
import { snsCarrier } from '../platform/carriers/sns.ts';
import { sqsCarrier } from '../platform/carriers/sqs.ts';
import { webhookCarrier } from '../platform/carriers/webhook.ts';
import { sha256Hmac } from '../platform/sha256-hmac.ts';
import { systemClock } from '../platform/system-clock.ts';
import type { Carriers } from '../ports/carrier.ts';
import { notificationOf as shape } from '../wire/senlin/views/notification.ts';
import { announcer } from './announcer.ts';
import { perRegion, snsIn, sqsIn } from './clients-by-region.ts';
import { config } from './config.ts';
import { outgoing } from './outgoing.ts';
import { redirect } from './redirects.ts';

let current: Carriers | undefined;

/** How events are brought to each type of target. */
export function carriers(): Carriers {
  const routes = { instead: redirect, announce: announcer(config()), shape };
  current ??= {
    webhook: webhookCarrier({ outgoing: outgoing(), hmac: sha256Hmac, clock: systemClock, shape }),
    sqs: rerouting(routes, sqsCarrier(sqsIn, shape)),
    sns: rerouting(routes, snsCarrier(snsIn, shape)),
    eventbridge: eventBridgeCarrier(
      perRegion((region) => new EventBridgeClient({ region, maxAttempts: 1 })),
      shape,
    ),
  };
  return current;
}
