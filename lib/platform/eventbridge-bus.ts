import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Positioned } from '../domain/journal/journal.ts';
import type { JsonObject } from '../domain/kernel/json.ts';
import type { EventBus } from '../ports/event-bus.ts';

/** PutEvents takes no more in one request. */
const AT_ONCE = 10;

const titled = (word: string): string => `${word[0]}${word.slice(1).toLowerCase()}`;

/** An event as it stands on a bus: rules match by its source and detail type. */
export const busEntry = (one: Positioned, bus: string, shape: (of: Positioned) => JsonObject) => ({
  EventBusName: bus,
  Source: 'coppice',
  DetailType: `Coppice ${titled(one.event.objectType)} Event`,
  Time: new Date(one.event.timestamp),
  Resources: [one.event.objectId],
  Detail: JSON.stringify(shape(one)),
});

/** An EventBridge bus. @param bus its name or ARN @param shape what stands in `detail` */
export function eventBridgeBus(client: EventBridgeClient, bus: string, shape: (of: Positioned) => JsonObject): EventBus {
  async function put(some: readonly Positioned[]): Promise<string | undefined> {
    const Entries = some.map((one) => busEntry(one, bus, shape));
    const { FailedEntryCount = 0, Entries: answers = [] } = await client.send(new PutEventsCommand({ Entries }));
    const first = answers.find(({ ErrorCode }) => ErrorCode !== undefined);
    return FailedEntryCount > 0 ? `${FailedEntryCount} events were not taken: ${first?.ErrorCode}` : undefined;
  }

  return {
    async publish(events) {
      try {
        for (let i = 0; i < events.length; i += AT_ONCE) {
          const reason = await put(events.slice(i, i + AT_ONCE));
          if (reason !== undefined) return { reason };
        }
        return 'taken';
      } catch (error) {
        return { reason: `it cannot be reached: ${error instanceof Error ? error.name : 'unknown'}` };
      }
    },
  };
}
