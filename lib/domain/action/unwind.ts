import { after } from '../kernel/time.ts';
import type { Action, Closing } from './action.ts';
import { callOut, resumeLater, retry } from './attempt.ts';
import { machineOf } from './catalogue.ts';
import { close } from './close.ts';
import { commit, type Progress } from './commit.ts';
import { HEARTBEAT } from './heartbeat.ts';
import type { Input } from './machine.ts';

/** Undoing is tried harder than doing; what is left after that is the sweeper's. */
const MAX_UNDO_ATTEMPTS = 10;

/** From here on the action only undoes. The visible status of a forced cancel is final already. */
export function giveUp(action: Action, status: Closing['status'], reason: string, input: Input): Progress {
  const closing: Closing = { status, reason, undoing: false };
  return unwind({ ...action, closing, attempts: 0, memory: null }, closing, { ...input, returned: undefined });
}

/** Undoes what an action may have done, then closes it. Runs only after any call lease has lapsed or been answered. */
export function unwind(action: Action, closing: Closing, input: Input): Progress {
  const { now, returned, seen } = input;
  const answered = closing.undoing ? returned : undefined;
  if (answered?.kind === 'pending') return resumeLater(action, answered.again, answered.memory, now);
  const failed = answered?.kind === 'fault' ? answered.fault : undefined;
  if (failed && action.attempts + 1 < MAX_UNDO_ATTEMPTS) return retry(action, failed, now);

  const reason = failed ? `${closing.reason} What it left behind could not be removed yet: ${failed.message}` : closing.reason;
  const abandonment = machineOf(action.action).abandon(action, action.state, {
    ...input,
    reason,
    undone: answered !== undefined,
    signalled: closing.status === 'CANCELLED',
  });
  switch (abandonment.kind) {
    case 'look':
      return abandonment;
    case 'undo':
      return callOut({ ...action, closing: { ...closing, undoing: true } }, abandonment.call, input, []);
    case 'stop':
      return commit({ ...action, dueAt: after(now, HEARTBEAT), lease: null }, [], { stop: abandonment.children });
    case 'close':
      return close(action, { status: closing.status, reason }, input, { cluster: seen.cluster, node: seen.node }, abandonment.change);
  }
}
