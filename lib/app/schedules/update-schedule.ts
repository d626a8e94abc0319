import { targetsCluster } from '../../domain/action/action.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { seconds } from '../../domain/kernel/time.ts';
import { isGuestOf } from '../../domain/permission/standing.ts';
import type { Schedule } from '../../domain/schedule/schedule.ts';
import { timingFault } from '../../domain/schedule/timing.ts';
import { wound } from '../../domain/schedule/turn.ts';
import { type App, untilCommitted } from '../app.ts';
import { ownerOf } from '../owner.ts';
import { rehearse } from '../rehearse.ts';
import { remind } from './remind.ts';
import type { Scheduling, UpdateSchedule } from './scheduling.ts';
import { findSchedule, seen } from './see-schedules.ts';
import { timingOf, toleranceFault } from './time-asked.ts';

/** Changes a schedule. Once its timing changes, or it is resumed, it counts from now on: what has passed by then has not been missed. */
export const updateSchedule =
  (app: App): Scheduling['updateSchedule'] =>
  (caller, text, request) =>
    untilCommitted(async () => {
      const found = await findSchedule(app, caller, text);
      if (found.kind === 'refused') return found;
      const isGuest = isGuestOf(caller, found.doc.project);
      // It asks in its maker's name, so somebody else may say when, and never what.
      if (isGuest && (request.action !== undefined || request.inputs !== undefined))
        return refused('forbidden', 'What a schedule asks for is changed in its own project only.');
      const changed = await changedBy(app, found.doc, request);
      if (changed.kind === 'refused') return changed;
      const { schedule } = changed;
      if (schedule === found.doc) return { kind: 'ok', ...seen(app, schedule) };
      if ((await app.store.commit([{ put: 'schedule', doc: schedule }])) === 'stale') return 'stale';
      await remind(app, schedule);
      return { kind: 'ok', ...seen(app, schedule) };
    });

async function changedBy(
  app: App,
  before: Schedule,
  request: UpdateSchedule,
): Promise<{ readonly kind: 'ok'; readonly schedule: Schedule } | Refusal> {
  const { name, action, inputs, paused, missedFire, tolerance } = request;
  const now = app.clock.now();
  const { at, cron, timezone, start, end } = request;
  const retimed = [at, cron, timezone, start, end].some((each) => each !== undefined);
  const timing = retimed ? timingOf(request, before.createdAt) : undefined;
  const fault =
    (timing && timingFault(app.calendar, timing, now, app.scheduleFloor)) ??
    (tolerance === undefined ? undefined : toleranceFault(tolerance));
  if (fault) return { kind: 'refused', fault };

  if (action !== undefined && targetsCluster(action) !== targetsCluster(before.action)) {
    return refused('schedule.invalid', "The value for 'action' does not work on the schedule's target.");
  }
  const schedule: Schedule = {
    ...before,
    ...timing,
    ...(name !== undefined && { name }),
    ...(action !== undefined && { action }),
    ...(inputs !== undefined && { inputs }),
    ...(paused !== undefined && { paused }),
    ...(missedFire !== undefined && { missedFire }),
    ...(tolerance !== undefined && { tolerance: seconds(tolerance) }),
  };
  if (JSON.stringify(schedule) === JSON.stringify(before)) return { kind: 'ok', schedule: before };
  const refusal = action === undefined && inputs === undefined ? undefined : await rehearse(app, ownerOf(schedule), schedule);
  if (refusal) return refusal;
  const rewound = timing !== undefined || schedule.paused !== before.paused;
  const changed = { ...schedule, updatedAt: now };
  return { kind: 'ok', schedule: rewound ? wound(changed, app.calendar, now) : changed };
}
