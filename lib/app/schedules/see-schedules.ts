import { targetsCluster } from '../../domain/action/action.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { instant } from '../../domain/kernel/time.ts';
import type { Schedule } from '../../domain/schedule/schedule.ts';
import { nextFires } from '../../domain/schedule/timing.ts';
import { type App, untilCommitted } from '../app.ts';
import { listDocuments } from '../listing.ts';
import { type Found, lookUp } from '../lookup.ts';
import type { Scheduling, SeenSchedule } from './scheduling.ts';

/** How many of a schedule's next times are shown. */
export const SHOWN_TIMES = 10;

/** A schedule with its next times, of which the first is stored. */
export function seen({ calendar }: Pick<App, 'calendar'>, schedule: Schedule, count = SHOWN_TIMES): SeenSchedule {
  const { next } = schedule;
  return { schedule, times: next === null ? [] : nextFires(calendar, schedule, instant(next - 1), count) };
}

/** A schedule ends with its target: one whose target is gone is removed by whoever comes across it, and was never seen. */
async function living(app: App, schedules: readonly Schedule[]): Promise<readonly Schedule[]> {
  const refs = (kind: 'cluster' | 'node') =>
    schedules
      .filter(({ action }) => targetsCluster(action) === (kind === 'cluster'))
      .map(({ project, target, targetProject = project }) => ({ project: targetProject, id: target }))
      .filter(({ id }, i, all) => all.findIndex((other) => other.id === id) === i);
  const targets = await Promise.all([app.store.getMany('cluster', refs('cluster')), app.store.getMany('node', refs('node'))]);
  const there = new Set(targets.flat().map(({ id }) => id));
  await Promise.all(schedules.filter(({ target }) => !there.has(target)).map((doc) => app.store.commit([{ remove: 'schedule', doc }])));
  return schedules.filter(({ target }) => there.has(target));
}

/** The schedule a caller means, as long as its target is there. */
export async function findSchedule(app: App, caller: Principal, text: string): Promise<Found<'schedule'> | Refusal> {
  const found = await lookUp(app.store, caller, 'schedule', text);
  if (found.kind === 'refused' || (await living(app, [found.doc])).length > 0) return found;
  return refused('schedule.not-found', `The schedule '${text}' could not be found.`);
}

export const listSchedules =
  (app: App): Scheduling['listSchedules'] =>
  async (caller, request) => {
    const listed = await listDocuments(app.store, caller, 'schedule', request);
    if (listed.kind === 'refused') return listed;
    return { kind: 'ok', schedules: (await living(app, listed.docs)).map((schedule) => seen(app, schedule, 1)) };
  };

export const showSchedule =
  (app: App): Scheduling['showSchedule'] =>
  async (caller, text) => {
    const found = await findSchedule(app, caller, text);
    return found.kind === 'refused' ? found : { kind: 'ok', ...seen(app, found.doc) };
  };

export const deleteSchedule =
  (app: App): Scheduling['deleteSchedule'] =>
  (caller, text) =>
    untilCommitted(async () => {
      const found = await findSchedule(app, caller, text);
      if (found.kind === 'refused') return found;
      return (await app.store.commit([{ remove: 'schedule', doc: found.doc }])) === 'stale' ? 'stale' : { kind: 'ok' };
    });
