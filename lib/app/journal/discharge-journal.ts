import type { Ref } from '../../domain/documents.ts';
import type { EventBus } from '../../ports/event-bus.ts';
import type { App } from '../app.ts';
import { advanceJournal } from './advance-journal.ts';
import { publish } from './publish.ts';

/** Numbers a project's events and passes them on. */
export const dischargeJournal =
  (bus: EventBus) =>
  async (app: App, { project }: Ref): Promise<void> => {
    await advanceJournal(app, { project });
    await publish(app, bus, project);
  };

/** What nobody called for, of every project: after a lost message, or a journal that is younger than the events. */
export async function sweepJournals(app: Pick<App, 'store' | 'clock'>, bus: EventBus): Promise<void> {
  for (const project of await app.store.projects()) {
    await advanceJournal(app, { project });
    await publish(app, bus, project);
  }
}
