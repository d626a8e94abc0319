import type { Positioned } from '../../domain/journal/journal.ts';
import { transient } from '../../domain/kernel/fault.ts';
import { webhookCarrier } from '../../platform/carriers/webhook.ts';
import { sha256Hmac } from '../../platform/sha256-hmac.ts';
import type { Carried, Carriers } from '../../ports/carrier.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EventBus } from '../../ports/event-bus.ts';
import type { Outgoing, OutgoingAnswer } from '../../ports/outgoing.ts';
import { notificationOf } from '../../wire/senlin/views/notification.ts';
import type { Chance } from '../chance.ts';
import type { Weather } from '../weather.ts';
import { nowhere } from './nowhere.ts';

export type Arrival = { readonly subscriptionId: string; readonly position: number; readonly id: string };

/** All who are told of events: the bus, webhooks, queues. With F26 they take nothing for a while, or take it and do not say so. */
export class Listeners {
  /** What the bus took, in the order in which it did. */
  readonly heard: Positioned[] = [];
  /** What the targets of subscriptions took. */
  readonly arrived: Arrival[] = [];
  /** Everything that left the service, as it left. */
  readonly sent: string[] = [];
  private open = new Set<string>();
  /** Deliveries of one subscription that were under way side by side. */
  readonly atOnce: string[] = [];

  constructor(private readonly facts: { readonly chance: Chance; readonly weather: Weather; readonly pause: () => Promise<void> }) {}

  readonly bus: EventBus = {
    publish: async (events) => {
      const { chance, weather } = this.facts;
      if (weather.lasts('F26', 30, [30, 400, 3_000])) return { reason: 'it is down' };
      this.heard.push(...events);
      return chance.strikes('F26', 7) ? { reason: 'it did not answer' } : 'taken';
    },
  };

  /** Every address may be called, and nobody is there. */
  readonly outgoing: Outgoing = { ...nowhere, check: async () => undefined };

  /** How events leave. Webhooks are signed and sent by the shipped carrier. */
  carriers(clock: Clock): Carriers {
    const plain = async (_: unknown, { subscriptionId, position, id }: Arrival): Promise<Carried> => {
      const answer = await this.take({ subscriptionId, position, id });
      return answer.kind === 'answered' && answer.status === 200 ? 'delivered' : { reason: 'it is not taken' };
    };
    return {
      webhook: async (target, parcel) => {
        const { subscriptionId, position, id } = parcel;
        const send: Outgoing['send'] = async ({ body = '' }) => {
          this.sent.push(body);
          return this.take({ subscriptionId, position, id });
        };
        return webhookCarrier({ outgoing: { ...this.outgoing, send }, hmac: sha256Hmac, clock, shape: notificationOf })(target, parcel);
      },
      sqs: plain,
      sns: plain,
      eventbridge: plain,
    };
  }

  private async take(arrival: Arrival): Promise<OutgoingAnswer> {
    const { chance, weather, pause } = this.facts;
    const { subscriptionId } = arrival;
    if (this.open.has(subscriptionId)) this.atOnce.push(subscriptionId);
    this.open.add(subscriptionId);
    await pause();
    this.open.delete(subscriptionId);
    const answered = (status: number): OutgoingAnswer => ({ kind: 'answered', status, headers: {}, body: '', truncated: false });
    if (weather.lasts('F26', 20, [60, 600, 4_000]) || chance.strikes('F26', 7)) return answered(503);
    this.arrived.push(arrival);
    if (!chance.strikes('F26', 9)) return answered(200);
    return { kind: 'failed', fault: transient('outgoing.timeout', 'it took it and did not say so') };
  }
}
