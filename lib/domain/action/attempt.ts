import type { Write } from '../documents.ts';
import { type Fault, permanent, transient } from '../kernel/fault.ts';
import { after, type Instant, type Seconds, seconds } from '../kernel/time.ts';
import type { Action } from './action.ts';
import { type Call, type Outcome, SERVICE_TIMEOUT } from './call.ts';
import { type Commit, commit, keepFinal } from './commit.ts';
import type { Input } from './machine.ts';

type Pending = Omit<Extract<Outcome, { kind: 'pending' }>, 'kind'>;

/** What the lease on a service call has beyond the service's promise. */
const MARGIN = seconds(5);

/**
 * Says that a call will be made; once that is stored, whoever comes next knows to make it again.
 *
 * Taking over a lease that has lapsed, it writes the node too, changed or not: who held the lease may be late, not dead, and must find
 * that what it saw of the node is no longer so.
 */
export function callOut(action: Action, call: Call, { now, lease, seen, returned }: Input, writes: readonly Write[]): Commit {
  const takesOver = action.parentId !== null && action.lease !== null && returned === undefined;
  const fence: Write[] = takesOver && seen.node && writes.length === 0 ? [{ put: 'node', doc: seen.node }] : [];
  const promised = 'profileType' in call ? lease : seconds(Math.max(lease, SERVICE_TIMEOUT + MARGIN));
  const next: Action = { ...action, status: keepFinal(action, 'RUNNING'), lease: action.version, dueAt: after(now, promised) };
  return commit(next, [...writes, ...fence], { call });
}

/** It is under way in the cloud: the same call again, later. @param by no later than this, whatever the cloud asks for */
export const resumeLater = (action: Action, { again, memory, reason }: Pending, now: Instant, by?: Instant): Commit =>
  commit(
    {
      ...action,
      ...(reason !== undefined && { statusReason: reason }),
      attempts: 0,
      lease: null,
      memory: memory ?? action.memory,
      dueAt: earlier(after(now, again), by),
    },
    [],
  );

/** It failed: the same call again, after a while. @param by no later than this */
export function retry(action: Action, fault: Fault, now: Instant, by?: Instant): Commit {
  const attempts = action.attempts + 1;
  const wait = fault.kind === 'transient' && fault.retryAfter !== undefined ? fault.retryAfter : backoff(attempts);
  return commit({ ...action, statusReason: fault.message, attempts, lease: null, dueAt: earlier(after(now, wait), by) }, []);
}

const earlier = (one: Instant, other: Instant | undefined): Instant => (other !== undefined && other < one ? other : one);

/** Doubles from two seconds to five minutes; jitter belongs to the queue, which knows who else is waiting. */
export const backoff = (attempts: number): Seconds => seconds(Math.min(2 ** attempts, 300));

/** What one that did not keep its promise to answer comes to. */
export const silence = (who: 'driver' | 'service', within: Seconds): Fault =>
  transient(who === 'driver' ? 'driver.timeout' : 'service.timeout', `The ${who} did not answer within ${within} seconds.`);
export const noDriver = (profileType: string): Fault =>
  permanent('driver.none', `No driver is configured for profile type '${profileType}'.`);
export const noService = (to: string): Fault => permanent('service.none', `This installation has nothing configured to ${to} with.`);
