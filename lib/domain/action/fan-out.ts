import type { Cluster } from '../cluster/cluster.ts';
import { holds } from '../cluster/lock.ts';
import { marked } from '../policy/chain.ts';
import { type Action, isOpen } from './action.ts';
import type { ClusterPlan } from './cluster-plan.ts';
import { Progress, type Working } from './cluster-progress.ts';
import { wrapUp } from './conclusion.ts';
import { type Abandonment, defineMachine, type GivenUp, type Input } from './machine.ts';
import { checkPolicies } from './policy-check.ts';
import { childrenOf, type Round, SLICE } from './round.ts';
import { nextLook, WINDOW, work } from './rounds.ts';

/** A machine that asks the policies, admits, does its rounds one after another, and ends by evaluating the cluster. */
export function defineFanOut(plan: ClusterPlan): ReturnType<typeof defineMachine> {
  return defineMachine<Progress>({
    name: plan.name,
    success: plan.success,
    state: Progress,
    initial: { phase: 'admitting' },
    ...(plan.sees && { sees: plan.sees }),
    decide(self, state, input) {
      const cluster = clusterOf(input);
      if (state.phase === 'working') return work(plan, self, state, cluster, input, {});
      const check = checkPolicies(self, cluster, input);
      if (check.kind === 'look') return check;
      const { data } = check;
      if (check.kind === 'refuse') return { kind: 'done', fault: check.fault, change: { data } };
      const bound: Action = { ...self, data: { ...self.data, ...data } };
      const admission = plan.admit(bound, cluster, input);
      if (admission.kind === 'look') return admission;
      if (admission.kind === 'refuse') return { kind: 'done', fault: admission.fault, change: { data } };
      const { memo = {}, writes, outputs } = admission;
      const patch = { ...(plan.during && { status: plan.during, statusReason: `${plan.name} in progress` }), ...admission.cluster };
      const change = { cluster: patch, data, ...(writes && { writes }), ...(outputs && { outputs }) };
      return work(plan, bound, { phase: 'working', at: input.now, stage: 0, round: null, memo }, { ...cluster, ...patch }, input, change);
    },
    goesOn: (self) => plan.bears?.(self) ?? false,
    abandon: (self, state, input) => abandon(plan, self, state, input),
  });
}

function abandon(plan: ClusterPlan, self: Action, state: Progress, input: GivenUp): Abandonment {
  const { seen } = input;
  // The children first, even when the cluster is gone: nobody else looks after them.
  const waiting = state.phase === 'working' && state.round ? stopChildren(self, state, state.round, input) : undefined;
  if (waiting) return waiting;
  // Never had its turn: the cluster is somebody else's.
  if (!seen.cluster || (state.phase === 'admitting' && !holds(seen.cluster.lock, self.id))) return { kind: 'close' };
  const undoing = state.phase === 'working' ? plan.undo?.(self, state.stage, seen.cluster, input, state.memo) : undefined;
  if (undoing?.kind === 'look') return undoing;
  if (undoing && state.phase === 'working') {
    const undone = state.undone || input.undone;
    if (undoing.call && !undone) return { kind: 'undo', call: undoing.call };
    const some = undoing.writes.slice(0, SLICE);
    if (some.length > 0) return { kind: 'goOn', state: { ...state, undone: true }, writes: some };
  }
  const memo = state.phase === 'working' ? state.memo : {};
  const begun = state.phase === 'working' ? { cluster: marked(seen.cluster, self.action, input.now) } : {};
  const closed = wrapUp({ ...plan, conclude: () => ({}) }, self, seen.cluster, input, memo, undefined, {
    ...begun,
    ...(undoing && { cluster: { ...begun.cluster, ...undoing.cluster } }),
  });
  return closed.kind === 'look' ? closed : { kind: 'close', change: closed.change };
}

/** Asks all children at first, then waits for them a window at a time; undefined once all have ended. */
function stopChildren(self: Action, state: Working, round: Round, { seen, now, first }: GivenUp): Abandonment | undefined {
  const { settled, spawned } = round;
  const upTo = first ? spawned : Math.min(spawned, settled + WINDOW);
  if (!seen.children) return { kind: 'look', sight: { children: childrenOf(self.id, round, state.at, settled, upTo) } };
  const open = seen.children.filter(isOpen);
  const ask = open.filter((child) => child.signal === null || (child.dueAt !== null && child.dueAt < now));
  if (open.length > 0) return { kind: 'stop', children: ask, until: nextLook(open, now) };
  return upTo < spawned ? { kind: 'goOn', state: { ...state, round: { ...round, settled: upTo } } } : undefined;
}

function clusterOf({ seen }: Input): Cluster {
  if (!seen.cluster) throw new Error('a cluster action decided without its cluster');
  return seen.cluster;
}
