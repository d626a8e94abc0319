import type { App } from '../app/app.ts';
import { watchOver } from '../app/health/watch-over.ts';
import { dischargeJournal } from '../app/journal/discharge-journal.ts';
import { tendReceiver } from '../app/receivers/notify-receiver.ts';
import { fireSchedule } from '../app/schedules/fire-schedule.ts';
import { deliver } from '../app/subscriptions/deliver.ts';
import { tendExecution } from '../app/workflows/tend-execution.ts';
import type { Ref } from '../domain/documents.ts';
import type { Duty } from '../domain/duty.ts';
import { carriers } from './carriers.ts';
import { eventBus } from './event-bus.ts';
import { runPorts } from './workflows.ts';

/** Does what is due of one document, if it still is. Safe to call at any time, from any number of workers, and to kill at any line. */
export type Discharge = (app: App, ref: Ref, part?: string) => Promise<void>;

/** Who sees to what. */
export const DISCHARGES: Readonly<Partial<Record<Duty, Discharge>>> = {
  schedule: fireSchedule,
  execution: (app, ref) => tendExecution(app, runPorts(), ref),
  watch: watchOver,
  journal: (app, ref) => dischargeJournal(eventBus())(app, ref),
  receiver: tendReceiver,
  subscription: (app, ref) => deliver(app, carriers(), ref),
};
