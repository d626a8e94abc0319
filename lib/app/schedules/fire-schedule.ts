import { targetsCluster } from '../../domain/action/action.ts';
import type { Ref, Write } from '../../domain/documents.ts';
import { type Fault, permanent } from '../../domain/kernel/fault.ts';
import { childId } from '../../domain/kernel/ids.ts';
import { type Instant, type Seconds, seconds } from '../../domain/kernel/time.ts';
import type { Schedule } from '../../domain/schedule/schedule.ts';
import { type ScheduleTarget, tellMiss } from '../../domain/schedule/tell-miss.ts';
import { failed, fired, patient, stopped, type Turn, turnOf } from '../../domain/schedule/turn.ts';
import type { App } from '../app.ts';
import type { Errand } from '../errand.ts';
import { askAsOwner, LOST } from '../owner.ts';
import { remind } from './remind.ts';

/** More turns than one look can need: all that may be made up for, and races. */
const MOST_TURNS = 60;

/** What only says that the target is busy, or the project full: worth another try. */
const BUSY: ReadonlySet<string> = new Set([
  'resource.locked',
  'action.in-progress',
  'action.conflict',
  'action.cooldown',
  'quota.exceeded',
]);

/** How far two machines' clocks may differ. */
const SKEW: Seconds = seconds(5);

type Fire = Extract<Turn, { kind: 'fire' }>;

/**
 * Does what is due of a schedule. Its action files in one commit with the schedule's own advance and under an id that follows from the instant, so that
 * an instant fires once whatever is doubled, lost or late.
 */
export async function fireSchedule(app: App, ref: Ref): Promise<void> {
  let advanced = false;
  for (let turns = 0; turns < MOST_TURNS; turns++) {
    const schedule = await app.store.get('schedule', ref);
    if (!schedule) return;
    const now = app.clock.now();
    const turn = turnOf(schedule, app.calendar, now);
    // One message begets one: whoever advanced the schedule tells of what is next. Others may be early, by what clocks differ, but never add to them.
    if (turn.kind === 'rest') return remind(app, schedule, advanced ? undefined : SKEW);
    if ((await take(app, schedule, turn, now)) === 'advanced') advanced = true;
  }
  // So much at once is worked off by several messages, each of which gets on.
  await app.nudges.send([{ ...ref, kind: 'schedule', queue: 'duty' }]);
}

/** Takes a turn. @returns whether this has changed the schedule, or somebody else did */
async function take(app: App, schedule: Schedule, turn: Exclude<Turn, { kind: 'rest' }>, now: Instant): Promise<'advanced' | 'overtaken'> {
  if (turn.kind === 'miss') {
    const reason = `Schedule '${schedule.name}' missed ${turn.count} of its times, the last ${iso(turn.last)}.`;
    return miss(app, schedule, turn.next, reason, now);
  }
  const fault = await fire(app, schedule, turn, now);
  if (fault === MOVED) return 'overtaken';
  return fault ? settle(app, schedule, turn, fault, now) : 'advanced';
}

/** Lets times pass, and tells of it on the target; a schedule whose target is gone goes as well. */
async function miss(app: App, schedule: Schedule, next: Schedule, reason: string, now: Instant): Promise<'advanced' | 'overtaken'> {
  const target = await targetOf(app, schedule);
  if (!target) return written(app, [{ remove: 'schedule', doc: schedule }]);
  // Somebody else's target is not written to: the schedule itself says why.
  const told = target.doc.project === schedule.project ? tellMiss(schedule, target, reason, now) : [];
  return written(app, [{ put: 'schedule', doc: next }, ...told]);
}

async function targetOf(
  { store }: App,
  { action, project: own, targetProject: project = own, target: id }: Schedule,
): Promise<ScheduleTarget | undefined> {
  if (targetsCluster(action)) {
    const doc = await store.get('cluster', { project, id });
    return doc && { kind: 'cluster', doc };
  }
  const doc = await store.get('node', { project, id });
  return doc && { kind: 'node', doc };
}

const written = async ({ store }: App, writes: readonly Write[]): Promise<'advanced' | 'overtaken'> =>
  (await store.commit(writes)) === 'stale' ? 'overtaken' : 'advanced';

const MOVED = permanent('action.conflict', 'Somebody else has seen to it.');

/** Asks for the action. @returns why it was refused, if it was */
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
  const answer = await askAsOwner({ ...app, errand }, schedule, { action, target, inputs }, schedule.targetProject);
  if (answer.kind === 'refused') return answer.fault;
  if (seen) throw new Error(`${action} was filed without its schedule`);
  return undefined;
}

/** What becomes of a schedule whose action was refused. */
async function settle(app: App, schedule: Schedule, turn: Fire, fault: Fault, now: Instant): Promise<'advanced' | 'overtaken'> {
  const waiting = fault.kind === 'transient' || BUSY.has(fault.code) ? patient(schedule, turn, fault.message, now) : undefined;
  if (waiting) return written(app, [{ put: 'schedule', doc: waiting }]);
  const over = failed(turn.next, fault.message);
  return miss(
    app,
    schedule,
    fault.code === LOST ? stopped(over) : over,
    `Schedule '${schedule.name}' missed ${iso(turn.instant)}: ${fault.message}`,
    now,
  );
}

const iso = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
