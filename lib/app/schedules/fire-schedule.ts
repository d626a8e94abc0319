import { targetsCluster } from '../../domain/action/action.ts';
import type { Ref } from '../../domain/documents.ts';
import { type Fault, permanent } from '../../domain/kernel/fault.ts';
import { childId } from '../../domain/kernel/ids.ts';
import { type Instant, type Seconds, seconds } from '../../domain/kernel/time.ts';
import type { Schedule } from '../../domain/schedule/schedule.ts';
import { missEvent } from '../../domain/schedule/tell-miss.ts';
import { failed, fired, patient, type Turn, turnOf } from '../../domain/schedule/turn.ts';
import type { App } from '../app.ts';
import type { Errand } from '../errand.ts';
import { ownerOf } from '../owner.ts';
import { remind } from './remind.ts';

/** More turns than one look can need: all that may be made up for, and races. */
const MOST_TURNS = 60;

/** What only says that the target is busy: worth another try. */
const BUSY: ReadonlySet<string> = new Set(['resource.locked', 'action.in-progress', 'action.conflict', 'action.cooldown']);

/** How far two machines' clocks may differ. */
const SKEW: Seconds = seconds(5);

type Fire = Extract<Turn, { kind: 'fire' }>;

/**
 * Does what is due of a schedule. Its action files in one commit with the schedule's own advance and under an id that follows from the instant, so that
 * an instant fires once whatever is doubled, lost or late.
 */
export async function fireSchedule(app: App, ref: Ref): Promise<void> {
  for (let turns = 0; turns < MOST_TURNS; turns++) {
    const schedule = await app.store.get('schedule', ref);
    if (!schedule) return;
    const now = app.clock.now();
    const turn = turnOf(schedule, app.calendar, now);
    // A message that found nothing to do begets none, or doubled ones would never end; but one may be early by what clocks differ.
    if (turn.kind === 'rest') return remind(app, schedule, turns === 0 ? SKEW : undefined);
    if (turn.kind === 'miss') {
      const reason = `Schedule '${schedule.name}' missed ${turn.count} of its times, the last ${iso(turn.last)}.`;
      await app.store.commit([{ put: 'schedule', doc: turn.next }, missEvent(schedule, turn.last, reason, now)]);
    } else {
      const fault = await fire(app, schedule, turn, now);
      if (fault) await settle(app, schedule, turn, fault, now);
    }
  }
  // So much at once is worked off by several messages, each of which gets on.
  await app.nudges.send([{ ...ref, kind: 'schedule', queue: 'duty' }]);
}

const MOVED = permanent('action.conflict', 'Somebody else has seen to it.');

/** Asks for the action. @returns why it was refused; nothing when it is filed, or was by somebody else */
async function fire(app: App, schedule: Schedule, { instant }: Fire, now: Instant): Promise<Fault | undefined> {
  const { project, id, name, action, target, inputs } = schedule;
  const actionId = childId(id, `fire-${instant}`, 0, instant);
  let seen: Schedule | undefined = schedule;
  const errand: Errand = {
    origin: { by: 'schedule', id, reason: `Schedule '${name}', for ${iso(instant)}.` },
    actionId,
    along: async () => {
      const current = seen ?? (await app.store.get('schedule', { project, id }));
      seen = undefined;
      const turn = current && turnOf(current, app.calendar, now);
      if (turn?.kind !== 'fire' || turn.instant !== instant) return { kind: 'refused', fault: MOVED };
      return { kind: 'ok', writes: [{ put: 'schedule', doc: fired(turn.next, actionId, now) }] };
    },
  };
  const answer = await app.ask({ ...app, errand }, ownerOf(schedule), { action, target, inputs });
  return answer.kind === 'ok' || answer.fault === MOVED ? undefined : answer.fault;
}

/** Whoever loses the race for this commit leaves it to the winner, and looks again. */
async function settle({ store }: App, schedule: Schedule, turn: Fire, fault: Fault, now: Instant): Promise<void> {
  const kind = targetsCluster(schedule.action) ? 'cluster' : 'node';
  const gone = fault.code === `${kind}.not-found` && !(await store.get(kind, { project: schedule.project, id: schedule.target }));
  if (gone) {
    await store.commit([{ remove: 'schedule', doc: schedule }]);
    return;
  }
  const waiting = fault.kind === 'transient' || BUSY.has(fault.code) ? patient(schedule, turn, fault.message, now) : undefined;
  if (waiting) {
    await store.commit([{ put: 'schedule', doc: waiting }]);
    return;
  }
  const reason = `Schedule '${schedule.name}' missed ${iso(turn.instant)}: ${fault.message}`;
  await store.commit([{ put: 'schedule', doc: failed(turn.next, fault.message) }, missEvent(schedule, turn.instant, reason, now)]);
}

const iso = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
