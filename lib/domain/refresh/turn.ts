import { type Action, isOpen } from '../action/action.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { isLocked } from '../cluster/lock.ts';
import type { Node } from '../cluster/node.ts';
import { isSuspended, type Process } from '../cluster/suspension.ts';
import { after, type Instant, instant, seconds } from '../kernel/time.ts';
import { type Batch, missingBatch, nextBatch } from './batch.ts';
import { type Muster, muster } from './muster.ts';
import { courseOf, type Refresh } from './refresh.ts';
import { cancelled, failed, fulfilled, type Outcome, turnedBack } from './settle.ts';

/** What there was to see. */
export type Facts = {
  readonly cluster: Cluster;
  readonly nodes: readonly Node[];
  /** The action that replaces some; undefined when there is none, and when it is nowhere to be found. */
  readonly batch: Action | undefined;
  /** One of its alarms that has gone off. */
  readonly alarm?: string | undefined;
};

export type Turn =
  /** Some are to be replaced by an action that is filed in one commit with `next`. */
  | { readonly kind: 'replace'; readonly next: Refresh; readonly batch: Batch }
  /** It waits, or it is over. `outcome`: what the group makes from now on, where that changes. */
  | { readonly kind: 'rest'; readonly next: Refresh; readonly outcome?: Outcome };

/** How long nothing may be possible before it is given up. */
export const PATIENCE = seconds(3_600);
/** How many batches in a row may fail. */
const MOST_FAILURES = 3;
const LOOK = seconds(15);
/** Somebody brings news of how a batch has ended; this is for when they are lost. */
const SELDOM = seconds(60);
const NEEDED: readonly Process[] = ['InstanceRefresh', 'Launch', 'Terminate'];

/** What a refresh does next. Deciding twice decides the same, however late, early or often. */
export function turnOf(before: Refresh, facts: Facts, now: Instant): Turn {
  const { batch } = facts;
  if (batch && isOpen(batch)) return rest({ ...before, dueAt: after(now, SELDOM) });
  const known = heard(before, batch);
  if (known.status === 'Cancelling') return { kind: 'rest', ...cancelled(known, now) };
  if (known.turning !== undefined && !known.back) return { kind: 'rest', ...turnedBack(known, facts.nodes, known.turning, now) };
  if (known.failures >= MOST_FAILURES)
    return { kind: 'rest', ...failed(known, facts.nodes, because(`${MOST_FAILURES} attempts in a row failed.`, known), now) };

  if (facts.alarm !== undefined && !known.back)
    return { kind: 'rest', ...failed(known, facts.nodes, `The alarm ${facts.alarm} has gone off.`, now) };

  const seen = muster(known, facts.nodes, now);
  const refresh = { ...known, ...counted(known, seen), ...(known.status === 'Pending' && { status: 'InProgress' as const }) };
  if (refresh.pausedUntil !== null && now < refresh.pausedUntil) {
    // Its alarms are heeded meanwhile.
    const looks = refresh.preferences.alarms.length > 0 ? after(now, SELDOM) : refresh.pausedUntil;
    return rest({ ...refresh, dueAt: instant(Math.min(refresh.pausedUntil, looks)) });
  }

  const held = NEEDED.find((one) => isSuspended(facts.cluster, one));
  if (held) return rest({ ...refresh, reason: `It waits for the process ${held}, which is suspended.`, dueAt: after(now, LOOK) });
  return goOn(refresh, facts, seen, now);
}

const rest = (next: Refresh): Turn => ({ kind: 'rest', next });

function goOn(refresh: Refresh, { cluster, nodes }: Facts, seen: Muster, now: Instant): Turn {
  const goal = goalOf(refresh);
  const done = courseOf(refresh).total - seen.left.length;
  // What has come last is looked at before anybody says that all is well.
  if (done >= goal.count) {
    const slow = seen.members.find(({ counted: isCounted, fit, old }) => isCounted && !fit && !old);
    if (slow) return stuck(refresh, nodes, seen, 'It waits for its new instances to be in service.', now);
    return reached(refresh, goal, now);
  }
  const { preferences } = refresh;
  // Those that are missing come first: while they are, fewer may go. Where that was to no avail, whoever may go goes.
  const missing = missingBatch(seen.members, cluster.desiredCapacity);
  const next = nextBatch(seen.members, cluster.desiredCapacity, preferences.healthy, goal.count - done);
  const batch = refresh.trouble === undefined ? (missing ?? next) : (next ?? missing);
  if (!batch) {
    const why = seen.waitedFor.length > 0 && seen.waitedFor.length === seen.left.length ? HANDS : HEALTH;
    return stuck(refresh, nodes, seen, why, now);
  }
  if (isLocked(cluster.lock)) return rest({ ...refresh, reason: 'It waits for other work on the group.', dueAt: after(now, LOOK) });
  if (refresh.stuckSince !== null && refresh.trouble !== undefined && now >= after(refresh.stuckSince, PATIENCE))
    return stuck(refresh, nodes, seen, 'It was refused what it asked for.', now);
  return {
    kind: 'replace',
    batch,
    next: { ...refresh, reason: '', stuckSince: null, batches: refresh.batches + 1, dueAt: after(now, LOOK) },
  };
}

const HANDS = 'It waits for instances that are protected from scale-in or in standby.';
const HEALTH = 'It waits for enough instances to be healthy.';

type Goal = { readonly count: number; readonly last: boolean };

/** How many are to be replaced before it pauses or ends. Going back, nobody pauses. */
function goalOf({ back, forward, preferences: { checkpoints }, passed }: Refresh): Goal {
  if (back) return { count: back.total, last: true };
  const percent = checkpoints[passed] ?? 100;
  return { count: Math.ceil((forward.total * percent) / 100), last: passed >= checkpoints.length - 1 };
}

function reached(refresh: Refresh, { last }: Goal, now: Instant): Turn {
  const { preferences, back, passed } = refresh;
  const { checkpointDelay, bake } = preferences;
  const calm = { ...refresh, stuckSince: null };
  if (!last) {
    const until = after(now, checkpointDelay);
    const reason = `It pauses at its checkpoint of ${preferences.checkpoints[passed]} percent.`;
    return rest({ ...calm, reason, passed: passed + 1, pausedUntil: until, dueAt: until });
  }
  if (back || bake === 0 || refresh.status === 'Baking') return { kind: 'rest', ...fulfilled(calm, now) };
  const until = after(now, bake);
  return rest({ ...calm, status: 'Baking', reason: 'It looks at what it has done.', pausedUntil: until, dueAt: until });
}

/** It waits, but not for ever. */
function stuck(refresh: Refresh, nodes: readonly Node[], { warmAt }: Muster, reason: string, now: Instant): Turn {
  // What warms up is waited for as long as that takes.
  if (warmAt !== undefined) return rest({ ...refresh, reason, stuckSince: null, dueAt: instant(Math.min(after(now, SELDOM), warmAt)) });
  const since = refresh.stuckSince ?? now;
  const until = after(since, PATIENCE);
  if (now >= until) return { kind: 'rest', ...failed(refresh, nodes, because(`${reason} It has done so for an hour.`, refresh), now) };
  return rest({ ...refresh, reason, stuckSince: since, dueAt: instant(Math.min(after(now, LOOK), until)) });
}

/** What became of the last batch. One that is nowhere to be found did nothing. */
function heard(refresh: Refresh, batch: Action | undefined): Refresh {
  if (refresh.batch === null) return refresh;
  const { trouble: _, ...calm } = refresh;
  if (batch?.status === 'SUCCEEDED') return { ...calm, batch: null, failures: 0 };
  return { ...refresh, batch: null, failures: refresh.failures + 1, ...(batch && { trouble: batch.statusReason }) };
}

/** With what went wrong last, if anything did. */
const because = (reason: string, { trouble }: Refresh): string => (trouble === undefined ? reason : `${reason} ${trouble}`);

function counted({ forward, back }: Refresh, { left }: Muster): Pick<Refresh, 'forward' | 'back'> {
  return back ? { forward, back: { ...back, left } } : { forward: { ...forward, left } };
}
