import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Positioned } from '../../domain/journal/journal.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Carrier } from '../../ports/carrier.ts';
import { busEntry } from '../eventbridge-bus.ts';
import { inTime, regionOf } from './aws.ts';

/** An event on somebody's bus, as on the installation's own. */
export const eventBridgeCarrier =
  (clientIn: (region: string) => Pick<EventBridgeClient, 'send'>, shape: (of: Positioned) => JsonObject): Carrier<'eventbridge'> =>
  ({ bus }, parcel) =>
    inTime(async (abortSignal) => {
      const answer = await clientIn(regionOf(bus)).send(new PutEventsCommand({ Entries: [busEntry(parcel, bus, shape)] }), { abortSignal });
      return answer.Entries?.[0]?.ErrorCode && `It was not taken: ${answer.Entries[0].ErrorCode}.`;
    });
