import type { Write } from '../documents.ts';
import { type Fault, permanent, transient } from '../kernel/fault.ts';
import { after, type Instant, type Seconds, seconds } from '../kernel/time.ts';
import type { Action } from './action.ts';
import type { Call } from './call.ts';
import { type Commit, commit, keepFinal } from './commit.ts';
import type { Input } from './machine.ts';

/** Says that a call will be made; once that is stored, whoever comes next knows to make it again. */
export const callOut = (action: Action, call: Call, { now, lease }: Input, writes: readonly Write[]): Commit =>
  commit({ ...action, status: keepFinal(action, 'RUNNING'), lease: action.version, dueAt: after(now, lease) }, writes, { call });

/** It is under way in the cloud: the same call again, later. */
export const resumeLater = (action: Action, again: Seconds, memory: Action['memory'] | undefined, now: Instant): Commit =>
  commit({ ...action, attempts: 0, lease: null, memory: memory ?? action.memory, dueAt: after(now, again) }, []);

/** It failed: the same call again, after a while. */
export function retry(action: Action, fault: Fault, now: Instant): Commit {
  const attempts = action.attempts + 1;
  const wait = fault.kind === 'transient' && fault.retryAfter !== undefined ? fault.retryAfter : backoff(attempts);
  return commit({ ...action, statusReason: fault.message, attempts, lease: null, dueAt: after(now, wait) }, []);
}

/** Doubles from two seconds to five minutes; jitter belongs to the queue, which knows who else is waiting. */
export const backoff = (attempts: number): Seconds => seconds(Math.min(2 ** attempts, 300));

/** What a driver that did not keep its promise to answer comes to. */
export const silence = (within: Seconds): Fault => transient('driver.timeout', `The driver did not answer within ${within} seconds.`);
export const noDriver = (profileType: string): Fault =>
  permanent('driver.none', `No driver is configured for profile type '${profileType}'.`);
