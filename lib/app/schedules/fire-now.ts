import { isGuestOf } from '../../domain/permission/standing.ts';
import { fired } from '../../domain/schedule/turn.ts';
import type { App } from '../app.ts';
import type { Errand } from '../errand.ts';
import { ownerOf } from '../owner.ts';
import type { Scheduling } from './scheduling.ts';
import { findSchedule } from './see-schedules.ts';

/** Asks for a schedule's action at once, also while it is paused, and answers as a request for the action itself would. */
export const fireNow =
  (app: App): Scheduling['fireSchedule'] =>
  async (caller, text) => {
    const found = await findSchedule(app, caller, text);
    if (found.kind === 'refused') return found;
    const { id, project, name } = found.doc;
    let known: typeof found.doc | undefined = found.doc;
    const errand: Errand = {
      origin: { by: 'schedule', id, reason: `Schedule '${name}', fired by hand.` },
      along: async (actionId) => {
        const current = known ?? (await app.store.get('schedule', { project, id }));
        known = undefined;
        return { kind: 'ok', writes: current ? [{ put: 'schedule', doc: fired(current, actionId, app.clock.now()) }] : [] };
      },
    };
    // Whoever it was shared with has it do what it is for, in its project, and is named for it.
    const asker = isGuestOf(caller, project) ? { ...ownerOf(found.doc), userId: caller.userId } : caller;
    return app.ask({ ...app, errand }, asker, found.doc);
  };
