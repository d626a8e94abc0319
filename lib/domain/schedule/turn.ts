import { after, type Instant, instant, type Seconds, seconds } from '../kernel/time.ts';
import type { Calendar } from './calendar.ts';
import { MOST_MADE_UP, type Schedule } from './schedule.ts';
import { nextFire } from './timing.ts';

/** What a schedule wants of whoever looks at it. */
export type Turn =
  /** Nothing: it is paused, it is over, or it waits. */
  | { readonly kind: 'rest' }
  /** Ask for its action now. Once it is filed, `next` is to be stored along with it. */
  | { readonly kind: 'fire'; readonly instant: Instant; readonly next: Schedule }
  /** Give up instants that are past. `last` is the latest of them, `count` says how many. */
  | { readonly kind: 'miss'; readonly last: Instant; readonly count: number; readonly next: Schedule };

/** How many past instants are looked at in one turn; what is beyond them waits for the next. */
const MOST_AT_ONCE = 1_000;

/** How soon a busy target is asked again. */
export const RETRY: Seconds = seconds(15);

/** Decides what is due. Deciding twice decides the same, however late, early or often. */
export function turnOf(schedule: Schedule, calendar: Calendar, now: Instant): Turn {
  if (schedule.paused || schedule.dueAt === null || now < schedule.dueAt) return { kind: 'rest' };
  const past = pastOf(schedule, calendar, now);
  const last = past.at(-1);
  if (last === undefined) return { kind: 'rest' };

  const kept = keptOf(schedule, past, now);
  const [first] = kept;
  const dropped = past.slice(0, past.length - kept.length);
  const misses = schedule.misses + dropped.length;
  if (first === undefined) {
    const next = moved({ ...schedule, misses }, nextFire(calendar, schedule, last));
    return { kind: 'miss', last, count: past.length, next };
  }
  return { kind: 'fire', instant: first, next: moved({ ...schedule, misses }, nextFire(calendar, schedule, first)) };
}

/** The instants that have come and not fired, oldest first. */
function pastOf(schedule: Schedule, calendar: Calendar, now: Instant): readonly Instant[] {
  const past: Instant[] = [];
  for (let at = schedule.next; at !== null && at <= now && past.length < MOST_AT_ONCE; at = nextFire(calendar, schedule, at)) past.push(at);
  return past;
}

/** Those of them that still fire: the end of the list, as long as the policy says. A list that was cut off has its end elsewhere. */
function keptOf({ missedFire, tolerance, waiting }: Schedule, past: readonly Instant[], now: Instant): readonly Instant[] {
  if (past.length === MOST_AT_ONCE) return [];
  if (missedFire === 'fire_all') return past.slice(-MOST_MADE_UP);
  const last = past.slice(-1);
  // One that waits for its target was in time when it began to, and is given up by whoever finds the target busy for too long.
  const inTime = last.some((at) => now - at <= tolerance * 1000 || waiting?.instant === at);
  return missedFire === 'fire_once' || inTime ? last : [];
}

const moved = (schedule: Schedule, next: Instant | null): Schedule => ({ ...schedule, next, dueAt: next, waiting: null });

/** Once the action is filed. @param next as `turnOf` said */
export const fired = (next: Schedule, actionId: string, now: Instant): Schedule => ({
  ...next,
  lastFiredAt: now,
  lastAction: actionId,
  fires: next.fires + 1,
  lastError: null,
});

/** Its action was refused for good: the instant passes without one. @param next as `turnOf` said */
export const failed = (next: Schedule, reason: string): Schedule => ({ ...next, misses: next.misses + 1, lastError: reason });

/** Nobody may ask for its action any more: it rests, and says why, until somebody who may sets it going again. */
export const stopped = (schedule: Schedule): Schedule => ({ ...schedule, paused: true, next: null, dueAt: null, waiting: null });

/** Its target is busy: asked again soon, as long as the tolerance allows; undefined when it no longer does. @param turn as `turnOf` said */
export function patient(schedule: Schedule, turn: Extract<Turn, { kind: 'fire' }>, reason: string, now: Instant): Schedule | undefined {
  const { waiting, tolerance } = schedule;
  const until = waiting?.instant === turn.instant ? waiting.until : after(now, tolerance);
  if (now >= until) return undefined;
  const following = turn.next.next !== null && turn.next.next > now ? turn.next.next : until;
  const dueAt = instant(Math.min(after(now, RETRY), until, following));
  return { ...schedule, waiting: { instant: turn.instant, until }, dueAt, lastError: reason };
}

/** Set going from now on: on what it is made, changed or resumed. What has passed by then has not been missed. */
export function wound(schedule: Schedule, calendar: Calendar, now: Instant): Schedule {
  const next = schedule.paused ? null : nextFire(calendar, schedule, now);
  return { ...schedule, next, dueAt: next, waiting: null };
}
