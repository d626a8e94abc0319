import type { Write } from '../documents.ts';
import type { Duty, DutyQueue } from '../duty.ts';
import type { Instant } from '../kernel/time.ts';
import { type Action, isFinal, type Writes } from './action.ts';
import type { Call } from './call.ts';
import type { Targets } from './claim.ts';
import type { Change, Input, Sight } from './machine.ts';
import { type WorkQueue, workQueueOf } from './work-queue.ts';

export type Wake = { readonly id: string } & ({ readonly queue: WorkQueue } | { readonly queue: DutyQueue; readonly kind: Duty });

/** One atomic step: the action's next form, what commits beside it, the call to make once it has, and who has news. */
export type Commit = {
  readonly kind: 'commit';
  readonly next: Action;
  readonly writes: readonly Write[];
  readonly call?: Call;
  readonly wake: readonly Wake[];
  /** Children to ask to stop, one by one, after the commit. */
  readonly stop: readonly Action[];
  readonly again: boolean;
};
export type Progress =
  | Commit
  | { readonly kind: 'look'; readonly sight: Sight }
  | { readonly kind: 'idle'; readonly wake: readonly Wake[] };

export const commit = (
  next: Action,
  writes: readonly Write[],
  more: Partial<Pick<Commit, 'call' | 'wake' | 'stop' | 'again'>> = {},
): Commit => {
  const { documents, children } = next.writes ?? NONE;
  const all = 1 + writes.filter((write) => !('check' in write)).length;
  return {
    kind: 'commit',
    next: { ...next, writes: { documents: documents + all, children } },
    writes,
    wake: [],
    stop: [],
    again: false,
    ...more,
  };
};

const NONE: Writes = { documents: 0, children: 0 };

const sum = (a: Writes, b: Writes): Writes => ({ documents: a.documents + b.documents, children: a.children + b.children });

export const wakeAll = (actions: readonly Action[] = []): Wake[] => actions.map(({ id, action }) => ({ id, queue: workQueueOf(action) }));

/** A forced cancel has shown its end already: that stays, whatever comes of the rest. */
export const keepFinal = (action: Action, status: Action['status']): Action['status'] => (isFinal(action.status) ? action.status : status);

/** The action with what a change has to say under it. */
export const noted = (action: Action, { outputs, data, spent }: Change): Action => ({
  ...action,
  ...(outputs && { outputs: { ...action.outputs, ...outputs } }),
  ...(data && { data: { ...action.data, ...data } }),
  ...(spent && { writes: sum(action.writes ?? NONE, spent) }),
});

/** The targets as they are to be left. */
export type Patched = { readonly cluster: Targets['cluster'] | 'removed'; readonly node: Targets['node'] | 'removed' };

/** The targets as a change makes them. */
export const patched = ({ cluster, node }: Targets, change: Change, now: Instant): Patched => ({
  cluster:
    change.cluster === 'removed'
      ? 'removed'
      : cluster && change.cluster && Object.keys(change.cluster).length > 0
        ? { ...cluster, ...change.cluster, updatedAt: now }
        : cluster,
  node:
    change.node === 'removed' ? 'removed' : node && change.node && Object.keys(change.node).length > 0 ? { ...node, ...change.node } : node,
});

/** The documents that differ from what was seen, and only those: an unchanged one costs no write and no conflict. */
export function changed(seen: Input['seen'], { cluster, node }: Patched): Write[] {
  const writes: Write[] = [];
  if (node === 'removed') {
    if (seen.node) writes.push({ remove: 'node', doc: seen.node });
  } else if (node && node !== seen.node) writes.push({ put: 'node', doc: node });
  if (cluster === 'removed') {
    if (seen.cluster) writes.push({ remove: 'cluster', doc: seen.cluster });
  } else if (cluster && cluster !== seen.cluster) writes.push({ put: 'cluster', doc: cluster });
  return writes;
}
