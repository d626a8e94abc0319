import { nextFires, timingFault } from '../../domain/schedule/timing.ts';
import type { App } from '../app.ts';
import type { Scheduling } from './scheduling.ts';
import { SHOWN_TIMES } from './see-schedules.ts';
import { timingOf } from './time-asked.ts';

export const previewSchedule =
  (app: App): Scheduling['previewSchedule'] =>
  async (_, request) => {
    const now = app.clock.now();
    const timing = timingOf(request, now);
    const fault = timingFault(app.calendar, timing, now, app.scheduleFloor);
    return fault ? { kind: 'refused', fault } : { kind: 'ok', times: nextFires(app.calendar, timing, now, SHOWN_TIMES) };
  };
