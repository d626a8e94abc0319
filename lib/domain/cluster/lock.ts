import type { ActionName } from '../action/action.ts';

/**
 * Who may work on a cluster or a node now, and who is next.
 *
 * Locks are held by actions, which outlive workers, and are stored inside the document they guard: taking, queueing and
 * releasing commit together with the change they protect. Whoever releases grants to the head of the queue, so nobody polls.
 */
export type Lock = {
  readonly scope: Scope;
  readonly holders: readonly string[];
  readonly queue: readonly Request[];
};

export type Request = { readonly actionId: string; readonly action: ActionName; readonly scope: Scope };

/** `shared`: a node action inside a cluster. `exclusive`: an action on the whole target. */
export type Scope = 'shared' | 'exclusive';

export const unlocked: Lock = { scope: 'exclusive', holders: [], queue: [] };

export const isLocked = (lock: Lock): boolean => lock.holders.length > 0;
export const holds = (lock: Lock, actionId: string): boolean => lock.holders.includes(actionId);
export const waits = (lock: Lock, actionId: string): boolean => lock.queue.some((entry) => entry.actionId === actionId);

/** Takes the lock, or joins its queue. Asking twice changes nothing. First come, first served: a shared request never overtakes a waiting exclusive one. */
export function acquire(lock: Lock, request: Request): Lock {
  if (holds(lock, request.actionId) || waits(lock, request.actionId)) return lock;
  return admit({ ...lock, queue: [...lock.queue, request] });
}

/** Joins the queue at its head: what a forced delete does after asking the holders to stop. */
export function acquireNext(lock: Lock, request: Request): Lock {
  if (holds(lock, request.actionId)) return lock;
  return admit({ ...lock, queue: [request, ...lock.queue.filter((entry) => entry.actionId !== request.actionId)] });
}

/** Lets go, whether held or only waited for, and grants to whoever may go next. */
export function release(lock: Lock, actionId: string): Lock {
  if (!holds(lock, actionId) && !waits(lock, actionId)) return lock;
  return admit({
    ...lock,
    holders: lock.holders.filter((id) => id !== actionId),
    queue: lock.queue.filter((entry) => entry.actionId !== actionId),
  });
}

/** Who waited for `previous` and holds `next`: they have news and want a nudge. */
export const granted = (previous: Lock, next: Lock): readonly Request[] => previous.queue.filter((entry) => holds(next, entry.actionId));

function admit(lock: Lock): Lock {
  const [head, ...queue] = lock.queue;
  if (!head) return lock;
  const free = lock.holders.length === 0;
  const joins = lock.scope === 'shared' && head.scope === 'shared';
  return free || joins ? admit({ ...lock, scope: head.scope, holders: [...lock.holders, head.actionId], queue }) : lock;
}
