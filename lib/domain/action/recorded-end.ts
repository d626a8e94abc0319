import { holds } from '../cluster/lock.ts';
import type { Action } from './action.ts';
import { ended, parentOf, type Verdict } from './close.ts';
import { type Commit, commit } from './commit.ts';
import type { Input } from './machine.ts';

/**
 * Whether a child has done its last to its node already. The node is written first and the child after it: a worker that dies in
 * between leaves a child that is open and holds nothing. Whatever it would do now, it would do to a node that may be somebody else's.
 */
export const hasLetGo = ({ id, parentId, startedAt }: Action, { seen: { node } }: Input): boolean =>
  parentId !== null && startedAt !== null && !(node && holds(node.lock, id));

/** Only what the node says of its end is still to be written down. */
export const closeAsRecorded = (action: Action, input: Input): Commit =>
  commit(ended(action, recordedEnd(action, input), input.now), [], { wake: parentOf(action) });

function recordedEnd({ id, action, target, closing }: Action, { seen: { node } }: Input): Verdict {
  const { lastEnd } = node ?? {};
  if (lastEnd?.actionId === id) return lastEnd;
  if (closing) return closing;
  if (!node && action === 'NODE_DELETE') return { status: 'SUCCEEDED', reason: 'Action completed successfully.' };
  return { status: 'FAILED', reason: `The node '${target}' was taken over before the end was written down.` };
}
