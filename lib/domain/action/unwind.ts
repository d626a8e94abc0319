import { type Fault, transient } from '../kernel/fault.ts';
import { after, seconds } from '../kernel/time.ts';
import { type Action, type Closing, targetsCluster } from './action.ts';
import { callOut, resumeLater, retry } from './attempt.ts';
import { machineOf } from './catalogue.ts';
import { close, targetsOf } from './close.ts';
import { commit, type Progress } from './commit.ts';
import { HEARTBEAT } from './heartbeat.ts';
import { wrapUp } from './leaf.ts';
import type { Abandonment, GivenUp, Input } from './machine.ts';

/** Undoing is tried harder than doing; what is left after that is the sweeper's. */
const MAX_UNDO_ATTEMPTS = 10;
/** A cloud that is still at it by then is left to itself. */
const UNDO_WITHIN = seconds(3600);

/** From here on the action only undoes. The visible status of a forced cancel is final already. */
export function giveUp(action: Action, status: Closing['status'], reason: string, input: Input): Progress {
  const { now, returned } = input;
  const closing: Closing = { status, reason, undoing: false, until: after(now, UNDO_WITHIN) };
  // An answered call has given its lease back; one that was not may still be answered.
  const lease = returned === undefined ? action.lease : null;
  const left: Action = { ...action, closing, lease, attempts: 0, memory: null };
  return progress(
    left,
    closing,
    abandon(left, closing, { ...input, returned: undefined, first: true, undone: false }),
    { ...input, returned: undefined },
    true,
  );
}

/** Undoes what an action may have done, then closes it. Runs only after any call lease has lapsed or been answered. */
export function unwind(action: Action, closing: Closing, input: Input): Progress {
  const { now, returned } = input;
  const answered = closing.undoing ? returned : undefined;
  if (answered?.kind === 'pending' && now < closing.until) return resumeLater(action, answered, now);
  const failed = answered?.kind === 'fault' ? answered.fault : answered?.kind === 'pending' ? UNFINISHED : undefined;
  if (failed?.kind === 'transient' && failed !== UNFINISHED && action.attempts + 1 < MAX_UNDO_ATTEMPTS) return retry(action, failed, now);

  const told = failed
    ? { ...closing, reason: `${closing.reason} What it left behind could not be removed yet: ${failed.message}` }
    : closing;
  return progress(action, told, abandon(action, told, { ...input, first: false, undone: answered !== undefined }), input, false);
}

const UNFINISHED: Fault = transient('driver.timeout', 'The removal is still under way.');

/** How to leave nothing behind. Where there is no node any more, there is nothing to leave. */
function abandon(action: Action, { status, reason }: Closing, input: Input & Pick<GivenUp, 'first' | 'undone'>): Abandonment {
  if (!targetsCluster(action.action) && !input.seen.node) return wrapUp(action, input, { node: {} });
  return machineOf(action.action).abandon(action, action.state, { ...input, reason, signalled: status === 'CANCELLED' });
}

/** Every undo call is tried for itself: what the one before it came to is no matter of its. */
function undo(action: Action, closing: Closing, { call, state }: Extract<Abandonment, { kind: 'undo' }>, input: Input): Progress {
  const afresh = input.returned === undefined ? {} : { attempts: 0, memory: null };
  return callOut({ ...action, ...afresh, ...(state !== undefined && { state }), closing: { ...closing, undoing: true } }, call, input, []);
}

/** @param first nothing of this is stored yet */
function progress(action: Action, closing: Closing, abandonment: Abandonment, input: Input, first: boolean): Progress {
  switch (abandonment.kind) {
    case 'look':
      return abandonment;
    case 'undo':
      return undo(action, closing, abandonment, input);
    case 'stop': {
      const { children, until } = abandonment;
      if (!first && children.length === 0 && action.dueAt !== null && input.now < action.dueAt) return { kind: 'idle', wake: [] };
      return commit({ ...action, dueAt: until, lease: null }, [], { stop: children });
    }
    case 'goOn':
      return commit({ ...action, state: abandonment.state, dueAt: after(input.now, HEARTBEAT), lease: null }, abandonment.writes ?? [], {
        again: true,
      });
    case 'close':
      return close(action, closing, input, targetsOf(input), abandonment.change);
  }
}
