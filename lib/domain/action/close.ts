import type { Write } from '../documents.ts';
import { endEvent } from '../event/tell.ts';
import { type Action, isFinal } from './action.ts';
import { machineOf } from './catalogue.ts';
import { type Targets, unclaim } from './claim.ts';
import { type Commit, changed, commit, keepFinal, noted, patched, type Wake } from './commit.ts';
import type { Change, Input } from './machine.ts';
import { workQueueOf } from './work-queue.ts';

export type Verdict = { readonly status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED'; readonly reason: string };

/** Ends an action: the last change, every lock let go, the end told, and whoever may go on because of it woken. */
export function close(
  action: Action,
  verdict: Verdict,
  { now, seen }: Input,
  targets: Targets,
  change: Change = {},
  told: readonly Write[] = [],
): Commit {
  // A forced cancel has let go of the cluster already: what it holds no more is not its to change.
  const mine = action.signal === 'cancel' && isFinal(action.status) ? { ...change, cluster: {} } : change;
  const { freed, ...released } = unclaim(action, targets);
  const next: Action = {
    ...noted(action, change),
    status: keepFinal(action, verdict.status),
    statusReason: verdict.reason,
    closing: null,
    lease: null,
    memory: null,
    dueAt: null,
    updatedAt: now,
    endedAt: action.endedAt ?? now,
  };
  const name = targets.node?.name ?? targets.cluster?.name ?? action.targetName;
  const ended = action.parentId === null && action.endedAt === null ? [endEvent(next, name, machineOf(action.action).success, now)] : [];
  const writes = [...changed(seen, patched(released, mine, now)), ...(change.writes ?? []), ...told, ...ended];
  return commit(next, writes, { wake: [...freed.map(wakeOf), ...bereaved(targets, mine), ...parentOf(action)] });
}

const wakeOf = ({ actionId, action }: { readonly actionId: string; readonly action: Action['action'] }): Wake => ({
  id: actionId,
  queue: workQueueOf(action),
});

/** Who waited for what is no more. */
const bereaved = ({ cluster, node }: Targets, change: Change): Wake[] => [
  ...(change.cluster === 'removed' ? (cluster?.lock.queue ?? []).map(wakeOf) : []),
  ...(change.node === 'removed' ? (node?.lock.queue ?? []).map(wakeOf) : []),
];

const parentOf = ({ parentId }: Action): Wake[] => (parentId ? [{ id: parentId, queue: 'cluster-action' }] : []);
