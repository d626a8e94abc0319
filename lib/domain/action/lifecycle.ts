import type { Write } from '../documents.ts';
import { endEvent, startEvent } from '../event/tell.ts';
import { type Fault, permanent, transient } from '../kernel/fault.ts';
import { after, type Instant, type Seconds, seconds } from '../kernel/time.ts';
import { type Action, type Closing, isFinal, targetsCluster } from './action.ts';
import type { Call } from './call.ts';
import { machineOf } from './catalogue.ts';
import { claim, type Targets, unclaim } from './claim.ts';
import { HEARTBEAT } from './heartbeat.ts';
import type { Change, Decision, Input, Sight } from './machine.ts';
import { type WorkQueue, workQueueOf } from './work-queue.ts';

export type Wake = { readonly id: string; readonly queue: WorkQueue };

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

const MAX_ATTEMPTS = 5;
/** Undoing is tried harder than doing; what is left after that is the sweeper's. */
const MAX_UNDO_ATTEMPTS = 10;

/** Takes one step. Everything every action shares is decided here: locks, cancel, deadline, retry, unwinding. */
export function advance(action: Action, input: Input): Progress {
  const { now, returned } = input;
  if (action.closing) return unwind(action, action.closing, input);
  if (action.signal === 'cancel') return giveUp(action, 'CANCELLED', 'The action was cancelled.', input);
  if (action.deadline !== null && now >= action.deadline)
    return giveUp(action, 'FAILED', `The action timed out after ${action.timeout} seconds.`, input);
  if (action.startedAt === null) return start(action, input);

  if (returned?.kind === 'pending') return resumeLater(action, returned.again, returned.memory, now);
  if (returned?.kind === 'fault' && returned.fault.kind === 'transient') {
    if (action.attempts + 1 >= MAX_ATTEMPTS) return giveUp(action, 'FAILED', returned.fault.message, input);
    return retry(action, returned.fault, now);
  }
  return decide(action, input, { cluster: input.seen.cluster, node: input.seen.node }, []);
}

/** Begins once every lock is held; until then the action waits in the queues of those that are not. */
function start(action: Action, input: Input): Progress {
  const { seen, now } = input;
  const targetGone = targetsCluster(action.action) ? !seen.cluster : !seen.node;
  const { held, ...targets } = targetGone ? { held: true, cluster: seen.cluster, node: seen.node } : claim(action, seen);
  if (!held) return queue(action, input, targets);

  const started: Action = {
    ...action,
    status: 'RUNNING',
    statusReason: 'The action is being processed.',
    startedAt: now,
    deadline: action.deadline ?? after(now, action.timeout),
  };
  if (targetGone && action.action !== 'NODE_DELETE') {
    const what = targetsCluster(action.action) ? 'cluster' : 'node';
    return close(started, 'FAILED', `The ${what} '${action.target}' no longer exists.`, input, targets);
  }
  const told = action.parentId === null ? [startEvent(started, targets.node?.name ?? targets.cluster?.name ?? action.targetName, now)] : [];
  return decide(started, { ...input, seen: { ...seen, ...targets } }, targets, told);
}

function queue(action: Action, { seen, now }: Input, targets: Targets): Progress {
  const asked = targets.cluster !== seen.cluster || targets.node !== seen.node;
  if (!asked && action.dueAt !== null && now < action.dueAt) return { kind: 'idle', wake: [] };
  return commit({ ...action, dueAt: after(now, HEARTBEAT) }, changed(seen, targets));
}

function decide(action: Action, input: Input, targets: Targets, told: readonly Write[]): Progress {
  const { now, seen } = input;
  const decision: Decision<unknown> = machineOf(action.action).decide(action, action.state, input);
  const wakeAll = (actions: readonly Action[] = []) => actions.map((a) => ({ id: a.id, queue: workQueueOf(a.action) }));
  switch (decision.kind) {
    case 'look':
      return decision;
    case 'idle':
      return { kind: 'idle', wake: wakeAll(decision.rescue) };
    case 'wait': {
      const { spawn = [], rescue, change = {}, again = false } = decision;
      const children = spawn.flatMap((child): Write[] => [
        { put: 'node', doc: child.node },
        { put: 'action', doc: child.action },
      ]);
      const next: Action = {
        ...noted(action, change),
        status: 'WAITING',
        statusReason: 'Waiting for depended actions.',
        state: decision.state,
        lease: null,
        attempts: 0,
        dueAt: decision.until,
      };
      const writes = [...changed(seen, patched(targets, change, now)), ...children, ...(change.writes ?? []), ...told];
      return commit(next, writes, { wake: wakeAll([...spawn.map((c) => c.action), ...(rescue ?? [])]), again });
    }
    case 'call':
      return callOut({ ...noted(action, decision.change ?? {}), state: decision.state }, decision.call, input, [
        ...changed(seen, patched(targets, decision.change ?? {}, now)),
        ...(decision.change?.writes ?? []),
        ...told,
      ]);
    case 'giveUp':
      return giveUp(action, 'FAILED', decision.fault.message, input);
    case 'done':
      return close(
        action,
        decision.fault ? 'FAILED' : 'SUCCEEDED',
        decision.fault?.message ?? 'Action completed successfully.',
        input,
        targets,
        decision.change,
        told,
      );
  }
}

/** From here on the action only undoes. The visible status of a forced cancel is final already. */
const giveUp = (action: Action, status: Closing['status'], reason: string, input: Input): Progress =>
  unwind(
    { ...action, closing: { status, reason, undoing: false }, attempts: 0, memory: null },
    { status, reason, undoing: false },
    { ...input, returned: undefined },
  );

/** Undoes what an action may have done, then closes it. Runs only after any call lease has lapsed or been answered. */
function unwind(action: Action, closing: Closing, input: Input): Progress {
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
      return close(action, closing.status, reason, input, { cluster: seen.cluster, node: seen.node }, abandonment.change);
  }
}

const callOut = (action: Action, call: Call, { now, lease }: Input, writes: readonly Write[]): Commit =>
  commit({ ...action, status: keepFinal(action, 'RUNNING'), lease: action.version, dueAt: after(now, lease) }, writes, { call });

const resumeLater = (action: Action, again: Seconds, memory: Action['memory'] | undefined, now: Instant): Commit =>
  commit({ ...action, attempts: 0, lease: null, memory: memory ?? action.memory, dueAt: after(now, again) }, []);

function retry(action: Action, fault: Fault, now: Instant): Commit {
  const attempts = action.attempts + 1;
  const wait = fault.kind === 'transient' && fault.retryAfter !== undefined ? fault.retryAfter : backoff(attempts);
  return commit({ ...action, statusReason: fault.message, attempts, lease: null, dueAt: after(now, wait) }, []);
}

function close(
  action: Action,
  status: Action['status'],
  reason: string,
  input: Input,
  targets: Targets,
  change: Change = {},
  told: readonly Write[] = [],
): Commit {
  const { now, seen } = input;
  // A forced cancel has let go of the cluster already: what it holds no more is not its to change.
  const mine = action.signal === 'cancel' && isFinal(action.status) ? { ...change, cluster: {} } : change;
  const { freed, ...released } = unclaim(action, targets);
  const next: Action = {
    ...noted(action, change),
    status: keepFinal(action, status),
    statusReason: reason,
    closing: null,
    lease: null,
    memory: null,
    dueAt: null,
    updatedAt: now,
    endedAt: action.endedAt ?? now,
  };
  const name = targets.node?.name ?? targets.cluster?.name ?? action.targetName;
  const ended = action.parentId === null && action.endedAt === null ? [endEvent(next, name, machineOf(action.action).success, now)] : [];
  const waiting = mine.cluster === 'removed' ? (targets.cluster?.lock.queue ?? []) : [];
  const orphaned = mine.node === 'removed' ? (targets.node?.lock.queue ?? []) : [];
  const wake = [...freed, ...waiting, ...orphaned].map((r) => ({ id: r.actionId, queue: workQueueOf(r.action) }));
  if (action.parentId) wake.push({ id: action.parentId, queue: 'cluster-action' });
  return commit(next, [...changed(seen, patched(released, mine, now)), ...(change.writes ?? []), ...told, ...ended], { wake });
}

/** Doubles from two seconds to five minutes; jitter belongs to the queue, which knows who else is waiting. */
export const backoff = (attempts: number): Seconds => seconds(Math.min(2 ** attempts, 300));

const keepFinal = (action: Action, status: Action['status']): Action['status'] => (isFinal(action.status) ? action.status : status);

const noted = (action: Action, { outputs, data }: Change): Action => ({
  ...action,
  ...(outputs && { outputs: { ...action.outputs, ...outputs } }),
  ...(data && { data: { ...action.data, ...data } }),
});

const commit = (next: Action, writes: readonly Write[], more: Partial<Pick<Commit, 'call' | 'wake' | 'stop' | 'again'>> = {}): Commit => ({
  kind: 'commit',
  next,
  writes,
  wake: [],
  stop: [],
  again: false,
  ...more,
});

type Patched = { readonly cluster: Targets['cluster'] | 'removed'; readonly node: Targets['node'] | 'removed' };

const patched = ({ cluster, node }: Targets, change: Change, now: Instant): Patched => ({
  cluster:
    change.cluster === 'removed'
      ? 'removed'
      : cluster && change.cluster && Object.keys(change.cluster).length > 0
        ? { ...cluster, ...change.cluster, updatedAt: now }
        : cluster,
  node: change.node === 'removed' ? 'removed' : node && change.node ? { ...node, ...change.node } : node,
});

/** The documents that differ from what was seen, and only those: an unchanged one costs no write and no conflict. */
function changed(seen: Input['seen'], { cluster, node }: Patched): Write[] {
  const writes: Write[] = [];
  if (node === 'removed') {
    if (seen.node) writes.push({ remove: 'node', doc: seen.node });
  } else if (node && node !== seen.node) writes.push({ put: 'node', doc: node });
  if (cluster === 'removed') {
    if (seen.cluster) writes.push({ remove: 'cluster', doc: seen.cluster });
  } else if (cluster && cluster !== seen.cluster) writes.push({ put: 'cluster', doc: cluster });
  return writes;
}

/** What a driver that did not keep its promise to answer comes to. */
export const silence = (within: Seconds): Fault => transient('driver.timeout', `The driver did not answer within ${within} seconds.`);
export const noDriver = (profileType: string): Fault =>
  permanent('driver.none', `No driver is configured for profile type '${profileType}'.`);
