import { eventBridgeBus } from '../platform/eventbridge-bus.ts';
import type { EventBus } from '../ports/event-bus.ts';
import { notificationOf } from '../wire/senlin/views/notification.ts';
import { eventBridgeClient } from './clients.ts';
import { config } from './config.ts';
import { log } from './log.ts';

const nobody: EventBus = { publish: async () => 'taken' };

let current: EventBus | undefined;

/** The installation's own bus, if it has one. */
export function eventBus(): EventBus {
  const { EVENT_BUS } = config();
  current ??= EVENT_BUS ? noted(eventBridgeBus(eventBridgeClient(), EVENT_BUS, notificationOf)) : nobody;
  return current;
}

const noted = (bus: EventBus): EventBus => ({
  async publish(events) {
    const answer = await bus.publish(events);
    if (answer !== 'taken') log()('warn', 'event bus does not take events', { reason: answer.reason, events: events.length });
    return answer;
  },
});
