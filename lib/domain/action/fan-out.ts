import { z } from 'zod';
import type { Cluster, ClusterStatus } from '../cluster/cluster.ts';
import { evaluate } from '../cluster/evaluate.ts';
import type { Node } from '../cluster/node.ts';
import type { Write } from '../documents.ts';
import { type Fault, permanent } from '../kernel/fault.ts';
import { JsonObject } from '../kernel/json.ts';
import { after, Instant, instant, seconds } from '../kernel/time.ts';
import { type Action, type ClusterActionName, isOpen } from './action.ts';
import { HEARTBEAT } from './heartbeat.ts';
import { type Abandonment, type Change, type Decision, defineMachine, type GivenUp, type Input, type Sight } from './machine.ts';
import { childrenOf, GRACE, nextNodes, Round, SLICE, sizeOf, spawnSlice } from './round.ts';

/** Children that are late are woken again, but not all the time. */
const LEAST_WAIT = seconds(2);

/** As many children as one read brings. */
const WINDOW = 100;

const State = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('admitting') }),
  z.object({ phase: z.literal('working'), at: Instant, stage: z.int(), round: Round.nullable(), memo: JsonObject }),
]);
type State = z.infer<typeof State>;
type Working = Extract<State, { phase: 'working' }>;

type Look = { readonly kind: 'look'; readonly sight: Sight };
export type Admission =
  | Look
  | { readonly kind: 'refuse'; readonly fault: Fault }
  /** `memo`: what later stages need to know and cannot see. */
  | {
      readonly kind: 'go';
      readonly cluster?: Partial<Cluster>;
      readonly memo?: JsonObject;
      readonly writes?: readonly Write[];
      readonly outputs?: JsonObject;
    };
export type Stage =
  | Look
  | ({ readonly kind: 'round' } & Pick<Round, 'child' | 'targets'> & {
        readonly inputs?: JsonObject;
        readonly tolerant?: boolean;
        readonly cluster?: Partial<Cluster>;
      })
  | { readonly kind: 'skip' }
  | { readonly kind: 'end' };
export type Conclusion = { readonly cluster?: Partial<Cluster> | 'removed'; readonly fault?: Fault; readonly outputs?: JsonObject };

/** What differs from one cluster action to the next: who may begin, which rounds it takes, and what it comes to. */
export type FanOut = {
  readonly name: ClusterActionName;
  readonly success: string;
  /** The cluster's status while it runs. */
  readonly during?: ClusterStatus;
  /** Policies and the like do not touch the members, so they leave the status alone. */
  readonly evaluates?: false;
  readonly sees?: (self: Action) => Sight;
  readonly admit: (self: Action, cluster: Cluster, input: Input) => Admission;
  /** Asked for stage 0, 1, 2, ... until the end. @param at when the rounds began: what new ids follow from */
  readonly stage: (self: Action, stage: number, cluster: Cluster, input: Input, memo: JsonObject, at: Instant) => Stage;
  readonly conclude?: (
    self: Action,
    cluster: Cluster,
    members: readonly Node[],
    memo: JsonObject,
    failure: Fault | undefined,
  ) => Conclusion;
};

/** A machine that admits, does its rounds one after another, and ends by evaluating the cluster. */
export function defineFanOut(plan: FanOut): ReturnType<typeof defineMachine> {
  return defineMachine<State>({
    name: plan.name,
    success: plan.success,
    state: State,
    initial: { phase: 'admitting' },
    ...(plan.sees && { sees: plan.sees }),
    decide(self, state, input) {
      const cluster = clusterOf(input);
      if (state.phase === 'working') return work(plan, self, state, cluster, input, {});
      const admission = plan.admit(self, cluster, input);
      if (admission.kind === 'look') return admission;
      if (admission.kind === 'refuse') return { kind: 'done', fault: admission.fault };
      const { memo = {}, writes, outputs } = admission;
      const patch = { ...(plan.during && { status: plan.during, statusReason: `${plan.name} in progress` }), ...admission.cluster };
      const change = { cluster: patch, ...(writes && { writes }), ...(outputs && { outputs }) };
      return work(plan, self, { phase: 'working', at: input.now, stage: 0, round: null, memo }, { ...cluster, ...patch }, input, change);
    },
    abandon: (self, state, input) => abandon(plan, self, state, input),
  });
}

/** @param cluster as `change` makes it */
function work(plan: FanOut, self: Action, state: Working, cluster: Cluster, input: Input, change: Change): Decision<State> {
  const { round } = state;
  if (!round) return nextStage(plan, self, state, cluster, input, change);
  if (round.spawned < sizeOf(round)) return spawn(self, state, round, cluster, input, change);
  return watch(plan, self, state, round, cluster, input);
}

function nextStage(plan: FanOut, self: Action, state: Working, cluster: Cluster, input: Input, change: Change): Decision<State> {
  const { stage, memo, at } = state;
  const next = plan.stage(self, stage, cluster, input, memo, at);
  if (next.kind === 'look') return next;
  if (next.kind === 'end') return conclude(plan, self, cluster, input, memo, undefined, change);
  if (next.kind === 'skip') return work(plan, self, { ...state, stage: stage + 1 }, cluster, input, change);

  const { child, targets, inputs = {}, tolerant = false } = next;
  const round: Round = { stage, child, targets, inputs, tolerant, spawned: 0, settled: 0, failed: 0 };
  if (sizeOf(round) === 0) return work(plan, self, { ...state, stage: stage + 1 }, cluster, input, change);
  const patch = next.cluster ? { cluster: { ...(change.cluster === 'removed' ? {} : change.cluster), ...next.cluster } } : {};
  return work(plan, self, { ...state, round }, { ...cluster, ...next.cluster }, input, { ...change, ...patch });
}

function spawn(self: Action, state: Working, round: Round, cluster: Cluster, input: Input, change: Change): Decision<State> {
  const { now, seen } = input;
  const nodes = nextNodes(round, cluster);
  const known = seen.nodes ?? (round.targets.from === 'members' ? seen.members : undefined);
  if (nodes.length > 0 && !known) return { kind: 'look', sight: { nodes } };
  const spawned = Math.min(sizeOf(round), round.spawned + SLICE);
  return {
    kind: 'wait',
    state: { ...state, round: { ...round, spawned } },
    until: after(now, spawned < sizeOf(round) ? HEARTBEAT : GRACE),
    change,
    spawn: spawnSlice(self, round, cluster, known ?? [], state.at, now),
    again: spawned < sizeOf(round),
  };
}

/** Looks, never counts: lost, doubled and reordered news are then the same non-event. */
function watch(plan: FanOut, self: Action, state: Working, round: Round, cluster: Cluster, input: Input): Decision<State> {
  const { now, seen } = input;
  const size = sizeOf(round);
  const upTo = Math.min(size, round.settled + WINDOW);
  if (!seen.children) return { kind: 'look', sight: { children: childrenOf(self.id, round, state.at, round.settled, upTo) } };

  const open = seen.children.filter(isOpen);
  if (open.length > 0) {
    const rescue = open.filter((child) => child.dueAt !== null && child.dueAt < now);
    const until = nextLook(open, now);
    if (self.dueAt !== null && now < self.dueAt && self.dueAt <= until) return { kind: 'idle', rescue };
    return { kind: 'wait', state, until, rescue };
  }
  const bad = seen.children.filter((child) => child.status !== 'SUCCEEDED');
  const failed = round.failed + bad.length;
  const first = bad[0];
  const reason = round.reason ?? (first && `${first.targetName}: ${first.statusReason}`);
  if (upTo < size) {
    const further = { ...round, settled: upTo, failed, ...(reason !== undefined && { reason }) };
    return { kind: 'wait', state: { ...state, round: further }, until: after(now, HEARTBEAT), again: true };
  }
  if (failed > 0 && !round.tolerant) {
    const fault = permanent('children.failed', `${failed} of ${size} ${round.child} actions did not succeed. ${reason ?? ''}`.trim());
    return conclude(plan, self, cluster, input, state.memo, fault, {});
  }
  const after_ = { ...state, stage: state.stage + 1, round: null };
  // The nodes stay: seeing them is what the next round may have asked for.
  return nextStage(plan, self, after_, cluster, { ...input, seen: { ...seen, children: undefined } }, {});
}

/** Children have no alarm of their own: the root looks again when the first of them would have wanted to be looked at. */
function nextLook(open: readonly Action[], now: Instant): Instant {
  const first = Math.min(...open.map((child) => child.dueAt ?? now));
  return instant(Math.max(after(now, LEAST_WAIT), Math.min(first + 1000, after(now, HEARTBEAT))));
}

function conclude(
  plan: FanOut,
  self: Action,
  cluster: Cluster,
  input: Input,
  memo: JsonObject,
  failure: Fault | undefined,
  change: Change,
): Decision<State> {
  const closed = wrapUp(plan, self, cluster, input, memo, failure, change);
  if (closed.kind === 'look') return closed;
  const { fault, change: final } = closed;
  return { kind: 'done', change: final, ...(fault && { fault }) };
}

function wrapUp(
  plan: FanOut,
  self: Action,
  cluster: Cluster,
  { seen }: Input,
  memo: JsonObject,
  failure: Fault | undefined,
  change: Change,
) {
  if (plan.evaluates !== false && !seen.members) return { kind: 'look', sight: { members: true } } as const;
  const mine = (seen.members ?? []).filter((node) => node.clusterId === cluster.id);
  const { cluster: patch = {}, fault = failure, outputs } = plan.conclude?.(self, cluster, mine, memo, failure) ?? {};
  const kept = { ...change, ...(outputs && { outputs: { ...change.outputs, ...outputs } }) };
  if (patch === 'removed') return { kind: 'close', fault, change: { ...kept, cluster: patch } } as const;
  const before = change.cluster === 'removed' ? {} : change.cluster;
  const verdict =
    plan.evaluates === false ? {} : { nodes: mine.map((node) => node.id), ...evaluate(operationOf(self), { ...cluster, ...patch }, mine) };
  return { kind: 'close', fault, change: { ...kept, cluster: { ...before, ...patch, ...verdict } } } as const;
}

function abandon(plan: FanOut, self: Action, state: State, input: GivenUp): Abandonment {
  const { seen, now } = input;
  if (!seen.cluster) return { kind: 'close' };
  if (state.phase === 'working' && state.round) {
    const { round, at } = state;
    if (!seen.children) return { kind: 'look', sight: { children: childrenOf(self.id, round, at, round.settled, round.spawned) } };
    const open = seen.children.filter(isOpen);
    const ask = open.filter((child) => child.signal === null || (child.dueAt !== null && child.dueAt < now));
    if (open.length > 0) return { kind: 'stop', children: ask };
  }
  // Never begun: the cluster is as it was, and members need no looking at.
  if (state.phase === 'admitting' && plan.name !== 'CLUSTER_CREATE') return { kind: 'close' };
  const memo = state.phase === 'working' ? state.memo : {};
  const closed = wrapUp({ ...plan, conclude: () => ({}) }, self, seen.cluster, input, memo, undefined, {});
  return closed.kind === 'look' ? closed : { kind: 'close', change: closed.change };
}

/** The children an open action still waits for: what clients see as `depends_on`. */
export function openChildren(action: Action): readonly string[] {
  const state = isOpen(action) && action.parentId === null ? State.safeParse(action.state) : undefined;
  if (!state?.success || state.data.phase !== 'working' || !state.data.round) return [];
  const { round, at } = state.data;
  return childrenOf(action.id, round, at, round.settled, round.spawned);
}

function clusterOf({ seen }: Input): Cluster {
  if (!seen.cluster) throw new Error('a cluster action decided without its cluster');
  return seen.cluster;
}

const operationOf = (self: Action): string => (self.action === 'CLUSTER_OPERATION' ? String(self.inputs['operation']) : self.action);
