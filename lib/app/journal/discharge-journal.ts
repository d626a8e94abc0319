import type { Ref } from '../../domain/documents.ts';
import type { EventBus } from '../../ports/event-bus.ts';
import type { App } from '../app.ts';
import { callSubscribers } from '../subscriptions/call-subscribers.ts';
import { advanceJournal } from './advance-journal.ts';
import { publish } from './publish.ts';

type Ports = Pick<App, 'store' | 'clock' | 'nudges'>;

/** Numbers a project's events and passes them on. */
export const dischargeJournal =
  (bus: EventBus) =>
  async (ports: Ports, { project }: Pick<Ref, 'project'>): Promise<void> => {
    await advanceJournal(ports, { project });
    await Promise.all([publish(ports, bus, project), callSubscribers(ports, project)]);
  };

/** What nobody called for, of every project: after a lost message, or a journal that is younger than the events. */
export async function sweepJournals(ports: Ports, bus: EventBus): Promise<void> {
  for (const project of await ports.store.projects()) await dischargeJournal(bus)(ports, { project });
}
