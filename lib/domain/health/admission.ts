import { after, type Instant, instant, type Seconds, seconds } from '../kernel/time.ts';
import { closedFor, opened, reasonToOpen } from './breaker.ts';
import { mostAtOnce } from './rule.ts';
import { began } from './trouble.ts';
import { type Breaker, suspectsDue, underWay, type Watch } from './watch.ts';

/** A member that is not well and that nobody is working on, longest ill first. */
export type Patient = { readonly nodeId: string; readonly reason: string };

export type Admission = {
  /** As it is once the recoveries have begun. The same object when nothing changed. */
  readonly watch: Watch;
  readonly begin: readonly Patient[];
  /** Those who have to wait, why, and until when at least; null when it is not a matter of time. */
  readonly waiting: readonly (Patient & {
    readonly why: 'turn' | 'limit' | 'back-off' | 'breaker' | 'window';
    readonly until: Instant | null;
  })[];
  /** What became of the breaker, if anything did. */
  readonly turned: 'opened' | 'tried' | 'closed' | undefined;
};

/** Somebody looks this often at recoveries under way, in case nobody told of their end. */
export const LOOK_AFTER: Seconds = seconds(30);

/**
 * Who is recovered now. Pure and exact: committed with the watch's version and the recoveries themselves, no two of these can both let more
 * in than there is room for, nor one node twice.
 *
 * @param patients without those whose recovery is under way @param size how many members the cluster has
 * @param nameOf the id of the action that recovers a node @param most as many as one commit can take
 */
export function admit(
  watch: Watch,
  patients: readonly Patient[],
  size: number,
  now: Instant,
  nameOf: (nodeId: string) => string,
  most = Number.POSITIVE_INFINITY,
): Admission {
  const busy = new Set(underWay(watch).map(({ nodeId }) => nodeId));
  const free = [...new Map(patients.filter(({ nodeId }) => !busy.has(nodeId)).map((patient) => [patient.nodeId, patient])).values()];
  const { breaker, turned } = turn(watch, free, size, now);

  const room = Math.max(0, Math.min(roomIn(breaker, turned, watch, size), most));
  const ready = free.filter(({ nodeId }) => turned === 'tried' || now >= (watch.troubles[nodeId]?.notBefore ?? 0));
  const begin = ready.slice(0, room);
  const beginning = new Set(begin.map(({ nodeId }) => nodeId));
  const waiting = free
    .filter(({ nodeId }) => !beginning.has(nodeId))
    .map((patient) => ({ ...patient, ...whyNot(patient, breaker, watch, now) }));
  const begun = begin.map(({ nodeId }) => ({ nodeId, actionId: nameOf(nodeId), began: now, ended: null, succeeded: false }));
  const troubles = Object.fromEntries(begin.map(({ nodeId }) => [nodeId, began(watch.troubles[nodeId], now)]));
  const next =
    begin.length === 0 ? watch : { ...watch, recoveries: [...watch.recoveries, ...begun], troubles: { ...watch.troubles, ...troubles } };
  return { watch: breaker === watch.breaker ? next : { ...next, breaker }, begin, waiting, turned };
}

function turn(
  watch: Watch,
  patients: readonly Patient[],
  size: number,
  now: Instant,
): Pick<Admission, 'turned'> & { readonly breaker: Breaker } {
  const { breaker, rule } = watch;
  if (breaker.state === 'closed') {
    if (patients.length === 0) return { breaker, turned: undefined };
    const sick = new Set([...patients, ...watch.recoveries].map(({ nodeId }) => nodeId));
    const reason = reasonToOpen(breaker, rule.breaker, sick.size, size, now);
    return reason === undefined
      ? { breaker, turned: undefined }
      : { breaker: opened(breaker, rule.breaker, reason, now), turned: 'opened' };
  }
  if (underWay(watch).length > 0) return { breaker, turned: undefined };
  const rung = breaker.retryAt === null || now >= breaker.retryAt;
  if (!rung) return { breaker, turned: undefined };
  if (patients.length === 0) return { breaker: closedFor(rule.breaker, now), turned: 'closed' };
  return { breaker: { ...breaker, state: 'half-open' }, turned: 'tried' };
}

function roomIn(breaker: Breaker, turned: Admission['turned'], watch: Watch, size: number): number {
  if (turned === 'tried') return 1;
  return breaker.state === 'closed' ? mostAtOnce(watch.rule.limit, size) - underWay(watch).length : 0;
}

function whyNot(
  { nodeId }: Patient,
  breaker: Breaker,
  { troubles }: Watch,
  now: Instant,
): { readonly why: 'limit' | 'back-off' | 'breaker'; readonly until: Instant | null } {
  if (breaker.state !== 'closed') return { why: 'breaker', until: breaker.state === 'open' ? breaker.retryAt : null };
  const notBefore = troubles[nodeId]?.notBefore;
  return notBefore !== undefined && now < notBefore ? { why: 'back-off', until: notBefore } : { why: 'limit', until: null };
}

/** Somebody looks this often, where no rounds do, whether those who are ill are back on duty: nobody tells. */
const LOOK_FOR: Seconds = seconds(60);

/**
 * When the watch should be looked at again: for the next round, for what is under way, for who waits.
 *
 * @param absent whether there are some that are ill and may be recovered only once they are back on duty, and no round that would find them
 */
export function nextLook({ watch, waiting }: Pick<Admission, 'watch' | 'waiting'>, now: Instant, absent = false): Instant | null {
  if (!watch.enabled) return null;
  const { breaker } = watch;
  const times = [
    watch.nextRound,
    underWay(watch).length > 0 ? after(now, LOOK_AFTER) : null,
    breaker.state === 'open' && breaker.retryAt !== null && breaker.retryAt > now ? breaker.retryAt : null,
    ...waiting.map(({ until }) => until),
    absent ? after(now, LOOK_FOR) : null,
    ...suspectsDue(watch),
  ].filter((time) => time !== null);
  return times.length === 0 ? null : instant(Math.min(...times));
}
