import type { Write } from '../documents.ts';
import { tellStart } from '../event/tell.ts';
import { after, type Instant } from '../kernel/time.ts';
import { type Action, type Hook, targetsCluster } from './action.ts';
import { callOut, resumeLater, retry } from './attempt.ts';
import { machineOf } from './catalogue.ts';
import { claim, type Targets } from './claim.ts';
import { close, targetsOf } from './close.ts';
import { changed, commit, noted, type Progress, patched, wakeAll } from './commit.ts';
import { HEARTBEAT } from './heartbeat.ts';
import { wrapUp } from './leaf.ts';
import type { Decision, Input } from './machine.ts';
import { closeAsRecorded, hasLetGo } from './recorded-end.ts';
import { giveUp, unwind } from './unwind.ts';

const MAX_ATTEMPTS = 5;

/** Takes one step. Everything every action shares is decided here: locks, cancel, deadline, retry, unwinding. */
export function advance(action: Action, input: Input): Progress {
  const { now, returned } = input;
  if (hasLetGo(action, input)) return closeAsRecorded(action, input);
  if (action.closing) return unwind(action, action.closing, input);
  if (input.over) return giveUp(action, 'FAILED', input.over.message, input);
  if (action.signal === 'cancel') return giveUp(action, 'CANCELLED', 'The action was cancelled.', input);
  if (action.deadline !== null && now >= action.deadline)
    return giveUp(action, 'FAILED', `The action timed out after ${action.timeout} seconds.`, input);
  if (action.startedAt === null) return start(action, input);
  if (isTargetGone(action, input) && action.action !== 'NODE_DELETE') return giveUp(action, 'FAILED', whatIsGone(action), input);

  const { by, goesOn } = machineOf(action.action);
  const latest = by?.(action, action.state);
  if (returned?.kind === 'pending') return resumeLater(action, returned, now, latest);
  if (returned?.kind === 'fault' && returned.fault.kind === 'transient') {
    if (action.attempts + 1 < MAX_ATTEMPTS) return retry(action, returned.fault, now, latest);
    if (!goesOn?.(action, action.state)) return giveUp(action, 'FAILED', returned.fault.message, input);
  }
  // An answer is final: the next call, if there is one, is another and begins afresh.
  return decide(returned ? { ...action, attempts: 0, memory: null } : action, input, targetsOf(input), []);
}

/** Begins once every lock is held; until then the action waits in the queues of those that are not. */
function start(action: Action, input: Input): Progress {
  const { seen, now } = input;
  if (action.hours && now < action.hours.opens) return { kind: 'idle', wake: [] };
  if (action.hours?.closes && now >= action.hours.closes) return giveUp(action, 'FAILED', TOO_LATE, input);
  const gone = isTargetGone(action, input);
  const { held, ...targets } = gone ? { held: true, ...targetsOf(input) } : claim(action, seen);
  if (!held) return queue(action, input, targets);

  const started: Action = {
    ...action,
    status: 'RUNNING',
    statusReason: 'The action is being processed.',
    startedAt: now,
    deadline: action.deadline ?? after(now, action.timeout),
  };
  const { told, counted } = tellOfStart(started, targets, now);
  const reason = gone && action.action !== 'NODE_DELETE' ? whatIsGone(action) : hasMoved(action, targets) ? MOVED : undefined;
  return reason === undefined ? decide(started, input, counted, told) : refuse(started, reason, input, counted, told);
}

/** Only of what somebody asked for. @returns also the targets, with the event counted in the one it is about */
function tellOfStart(started: Action, targets: Targets, now: Instant): { told: Write[]; counted: Targets } {
  if (started.parentId !== null) return { told: [], counted: targets };
  const { target, write } = targetsCluster(started.action)
    ? tellStart(started, targets.cluster, now)
    : tellStart(started, targets.node, now);
  return { told: [write], counted: { ...targets, [targetsCluster(started.action) ? 'cluster' : 'node']: target } };
}

const TOO_LATE = 'The time in which it was to begin was over before its turn came.';

/** Ends an action that has no target to work on. Had it the cluster, it leaves that as it is by now. */
function refuse(started: Action, reason: string, input: Input, targets: Targets, told: readonly Write[]): Progress {
  const left = wrapUp(started, { ...input, seen: { ...input.seen, ...targets } }, { node: {} });
  return left.kind === 'look' ? left : close(started, { status: 'FAILED', reason }, input, targets, left.change, told);
}

const isTargetGone = ({ action }: Action, { seen }: Input): boolean => (targetsCluster(action) ? !seen.cluster : !seen.node);
const whatIsGone = ({ action, target }: Action): string =>
  `The ${targetsCluster(action) ? 'cluster' : 'node'} '${target}' no longer exists.`;

/** What was asked of a member is not done to an orphan, nor under another cluster's lock: the caller has to look again. */
const MOVED = 'The node has joined or left a cluster since this was asked for.';
const hasMoved = ({ parentId, clusterId }: Action, { node }: Targets): boolean =>
  parentId === null && node !== undefined && node.clusterId !== clusterId;

function queue(action: Action, { seen, now }: Input, targets: Targets): Progress {
  const asked = targets.cluster !== seen.cluster || targets.node !== seen.node;
  if (!asked && action.dueAt !== null && now < action.dueAt) return { kind: 'idle', wake: [] };
  return commit({ ...action, dueAt: after(now, HEARTBEAT) }, changed(seen, targets));
}

/**
 * Turns what the machine wants into a step.
 *
 * @param targets as the machine is to see them: with the locks in them that were only now taken @param told what commits along with it
 */
function decide(action: Action, input: Input, targets: Targets, told: readonly Write[]): Progress {
  const decision = machineOf(action.action).decide(action, action.state, { ...input, seen: { ...input.seen, ...targets } });
  switch (decision.kind) {
    case 'look':
      return decision;
    case 'idle':
      return { kind: 'idle', wake: wakeAll(decision.rescue) };
    case 'wait':
      return wait(action, decision, input, targets, told);
    case 'call': {
      const { state, call, change = {}, hook } = decision;
      const writes = [...changed(input.seen, patched(targets, change, input.now)), ...(change.writes ?? []), ...told];
      return callOut({ ...noted(action, change), state, ...(hook && { hook }) }, call, input, writes);
    }
    case 'giveUp':
      return giveUp(action, 'FAILED', decision.fault.message, input);
    case 'done': {
      const { fault, change } = decision;
      const verdict = fault
        ? ({ status: 'FAILED', reason: fault.message } as const)
        : ({ status: 'SUCCEEDED', reason: 'Action completed successfully.' } as const);
      return close(action, verdict, input, targets, change, told);
    }
  }
}

type Wait = Extract<Decision<unknown>, { kind: 'wait' }>;

function wait(action: Action, decision: Wait, { seen, now }: Input, targets: Targets, told: readonly Write[]): Progress {
  const { spawn = [], rescue = [], change = {}, again = false, hook, reason = 'Waiting for depended actions.' } = decision;
  const children = spawn.flatMap((child): Write[] => [
    { put: 'node', doc: child.node },
    { put: 'action', doc: child.action },
  ]);
  const next: Action = {
    ...noted(action, change),
    status: hook ? 'WAITING_LIFECYCLE_COMPLETION' : 'WAITING',
    statusReason: hook ? waitingFor(hook) : reason,
    ...(hook && { hook }),
    state: decision.state,
    lease: null,
    attempts: 0,
    dueAt: decision.until,
  };
  const writes = [...changed(seen, patched(targets, change, now)), ...children, ...(change.writes ?? []), ...told];
  return commit(next, writes, { wake: wakeAll([...spawn.map((child) => child.action), ...rescue]), again });
}

const waitingFor = ({ untold }: Hook): string =>
  untold === undefined
    ? 'Waiting for the lifecycle hook to be completed.'
    : `Waiting for the lifecycle hook to be completed, of which nobody could be told: ${untold}`;
