import type { Positioned } from '../../domain/journal/journal.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { seconds } from '../../domain/kernel/time.ts';
import { signatureHeaders } from '../../domain/outgoing/signature.ts';
import { SEND_TIMEOUT } from '../../domain/subscription/delivery.ts';
import type { Carrier } from '../../ports/carrier.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Hmac } from '../../ports/hmac.ts';
import type { Outgoing } from '../../ports/outgoing.ts';

export type WebhookPorts = {
  readonly outgoing: Outgoing;
  readonly hmac: Hmac;
  readonly clock: Clock;
  /** What is POSTed of an event. */
  readonly shape: (of: Positioned) => JsonObject;
};

/**
 * POSTs an event. Any answer of the 200s is a delivery, everything else is a try that failed.
 *
 * The signature is over the time and the body, so that neither can be sent again as another.
 */
export const webhookCarrier =
  ({ outgoing, hmac, clock, shape }: WebhookPorts): Carrier<'webhook'> =>
  async ({ url }, parcel) => {
    const body = JSON.stringify(parcel.letter?.body ?? shape(parcel));
    const answer = await outgoing.send({
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Coppice',
        'x-coppice-delivery': parcel.id,
        'x-coppice-subscription': parcel.subscriptionId,
        ...signatureHeaders(body, clock.now(), (text) => hmac.sign(parcel.secret, text)),
      },
      body,
      timeoutMs: SEND_TIMEOUT * 1_000,
      maxBytes: 1_024,
    });
    if (answer.kind !== 'answered') return { reason: answer.fault.message };
    if (answer.status >= 200 && answer.status < 300) return 'delivered';
    const asked = Number(answer.headers['retry-after']);
    return { reason: `It answered ${answer.status}.`, ...(asked > 0 && { again: seconds(Math.ceil(asked)) }) };
  };
