import type { App } from '../app/app.ts';
import { readMeter } from '../app/groups/collect-metrics.ts';
import { tendRefresh } from '../app/groups/tend-refresh.ts';
import { watchOver } from '../app/health/watch-over.ts';
import { dischargeJournal } from '../app/journal/discharge-journal.ts';
import { tendMetricAlarm } from '../app/metrics/tend-metric-alarm.ts';
import { tendReceiver } from '../app/receivers/notify-receiver.ts';
import { fireSchedule } from '../app/schedules/fire-schedule.ts';
import { deliver } from '../app/subscriptions/deliver.ts';
import type { RunPorts } from '../app/workflows/run-ports.ts';
import { tendExecution } from '../app/workflows/tend-execution.ts';
import type { Ref } from '../domain/documents.ts';
import type { Duty } from '../domain/duty.ts';
import type { Carriers } from '../ports/carrier.ts';
import type { EventBus } from '../ports/event-bus.ts';

/** Does what is due of one document, if it still is. Safe to call at any time, from any number of workers, and to kill at any line. */
export type Discharge = (app: App, ref: Ref, part?: string) => Promise<void>;
export type Discharges = Readonly<Partial<Record<Duty, Discharge>>>;

/** What duties need beside the app. Asked for only when there is something to do with it. */
export type Means = { readonly bus: () => EventBus; readonly carriers: () => Carriers; readonly runs: () => RunPorts };

/** Who sees to what. */
export const dischargesWith = ({ bus, carriers, runs }: Means): Discharges => ({
  schedule: fireSchedule,
  execution: (app, ref) => tendExecution(app, runs(), ref),
  watch: watchOver,
  metricAlarm: tendMetricAlarm,
  meter: readMeter,
  journal: (app, ref) => dischargeJournal(bus())(app, ref),
  receiver: tendReceiver,
  refresh: tendRefresh,
  subscription: (app, ref) => deliver(app, carriers(), ref),
});
