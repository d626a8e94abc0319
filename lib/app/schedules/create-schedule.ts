import { targetsCluster } from '../../domain/action/action.ts';
import { seconds } from '../../domain/kernel/time.ts';
import type { Schedule } from '../../domain/schedule/schedule.ts';
import { timingFault } from '../../domain/schedule/timing.ts';
import { wound } from '../../domain/schedule/turn.ts';
import { type App, newId, untilCommitted } from '../app.ts';
import { lookUpForUse } from '../lookup.ts';
import { ownerOf } from '../owner.ts';
import { rehearse } from '../rehearse.ts';
import { remind } from './remind.ts';
import type { Scheduling } from './scheduling.ts';
import { seen } from './see-schedules.ts';
import { DEFAULT_TOLERANCE, timingOf, toleranceFault } from './time-asked.ts';

/** Makes a schedule for a cluster or a node of the caller's project, in the caller's name. What would be refused each time is refused at once. */
export const createSchedule =
  (app: App): Scheduling['createSchedule'] =>
  (caller, request) =>
    untilCommitted(async () => {
      const { name, action, inputs = {}, paused = false, missedFire = 'fire_once', tolerance = DEFAULT_TOLERANCE } = request;
      const now = app.clock.now();
      const timing = timingOf(request, now);
      const fault = timingFault(app.calendar, timing, now, app.scheduleFloor) ?? toleranceFault(tolerance);
      if (fault) return { kind: 'refused', fault };

      const kind = targetsCluster(action) ? 'cluster' : 'node';
      const found = await lookUpForUse(app.store, caller, kind, request.target);
      if (found.kind === 'refused') return found;
      const { id: target, name: targetName, project: targetProject, version } = found.doc;
      const project = caller.projectId;
      const refusal = await rehearse(app, ownerOf({ user: caller.userId, project }), { action, target, inputs });
      if (refusal) return refusal;

      const made: Schedule = {
        ...timing,
        id: newId(app),
        project,
        user: caller.userId,
        name,
        action,
        target,
        targetName,
        ...(targetProject !== project && { targetProject }),
        inputs,
        paused,
        missedFire,
        tolerance: seconds(tolerance),
        next: null,
        waiting: null,
        dueAt: null,
        lastFiredAt: null,
        lastAction: null,
        fires: 0,
        misses: 0,
        lastError: null,
        updatedAt: null,
        version: 0,
      };
      const schedule = wound(made, app.calendar, now);
      // The target must still be there when the schedule is.
      const committed = await app.store.commit([
        { put: 'schedule', doc: schedule },
        { check: kind, doc: { project: targetProject, id: target, version } },
      ]);
      if (committed === 'stale') return 'stale';
      await remind(app, schedule);
      return { kind: 'ok', ...seen(app, schedule) };
    });
