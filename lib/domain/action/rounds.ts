import type { Cluster } from '../cluster/cluster.ts';
import { withGuests } from '../cluster/roll.ts';
import { permanent } from '../kernel/fault.ts';
import { after, type Instant, instant, seconds } from '../kernel/time.ts';
import { type Action, isOpen } from './action.ts';
import type { ServiceCall } from './call.ts';
import type { ClusterPlan, Stage } from './cluster-plan.ts';
import type { Progress, Working } from './cluster-progress.ts';
import { conclude } from './conclusion.ts';
import { HEARTBEAT } from './heartbeat.ts';
import type { Change, Decision, Input } from './machine.ts';
import { withPassage } from './passage.ts';
import { childrenOf, GRACE, nextNodes, type Round, SLICE, sizeOf, spawnSlice } from './round.ts';
import { withTelling } from './telling.ts';

/** Children that are late are woken again, but not all the time. */
const LEAST_WAIT = seconds(2);

/** As many children as one read brings. */
export const WINDOW = 100;

/** Does a cluster action's rounds one after another: spawn, watch, and on to the next stage. @param cluster as `change` makes it */
export function work(plan: ClusterPlan, self: Action, state: Working, cluster: Cluster, input: Input, change: Change): Decision<Progress> {
  const { round, until, asked } = state;
  if (asked) return heed(plan, self, state, cluster, input);
  if (until !== undefined) return rest(plan, self, state, until, cluster, input);
  if (!round) return nextStage(plan, self, state, cluster, input, change);
  if (round.spawned < sizeOf(round)) return spawn(self, state, round, cluster, input, change);
  return watch(plan, self, state, round, cluster, input);
}

function nextStage(plan: ClusterPlan, self: Action, state: Working, cluster: Cluster, input: Input, change: Change): Decision<Progress> {
  const { stage, memo, at } = state;
  const next = plan.stage(self, stage, cluster, input, memo, at);
  if (next.kind === 'look') return next;
  if (next.kind === 'end') return conclude(plan, self, cluster, input, memo, undefined, change);
  if (next.kind === 'skip') return work(plan, self, { ...state, stage: stage + 1 }, cluster, input, change);
  if (next.kind === 'pause') return pause(self, state, next, input.now, change);
  if (next.kind === 'call') return call(self, state, next.call, input.now, change);

  const { child, targets, tolerant = false } = next;
  const inputs = withTelling(withPassage(next.inputs ?? {}, cluster, child, self.inputs.force === true), cluster, child);
  const round: Round = { stage, child, targets, inputs, tolerant, spawned: 0, settled: 0, failed: 0 };
  if (sizeOf(round) === 0) return work(plan, self, { ...state, stage: stage + 1 }, cluster, input, change);
  const patch = next.cluster ? { cluster: { ...(change.cluster === 'removed' ? {} : change.cluster), ...next.cluster } } : {};
  return work(plan, self, { ...state, round }, { ...cluster, ...next.cluster }, input, { ...change, ...patch });
}

/** Filing an action takes its first step, and makes no calls: whoever takes the second does. */
const call = (self: Action, state: Working, asks: ServiceCall, now: Instant, change: Change): Decision<Progress> =>
  self.state === null
    ? { kind: 'wait', state, until: after(now, HEARTBEAT), change, again: true }
    : { kind: 'call', state: { ...state, asked: true }, call: asks, change };

/** What comes of a stage's call. Not answered, it is made again as it was. */
function heed(plan: ClusterPlan, self: Action, state: Working, cluster: Cluster, input: Input): Decision<Progress> {
  const { returned } = input;
  const { asked: _, ...stage } = state;
  if (!returned || returned.kind === 'pending') return nextStage(plan, self, stage, cluster, input, {});
  if (returned.kind !== 'ok' && !plan.bears?.(self))
    return { kind: 'giveUp', fault: returned.kind === 'fault' ? returned.fault : permanent('balancer.failed', returned.reason) };
  if (!input.seen.members) return { kind: 'look', sight: { members: true } };
  const changed = plan.answered?.(self, state.stage, cluster, { seen: input.seen, returned }, state.memo) ?? {};
  const { cluster: patch = {}, memo = {}, writes = [] } = changed;
  const further = { ...stage, stage: state.stage + 1, memo: { ...state.memo, ...memo } };
  const change = { ...(changed.cluster && { cluster: patch }), ...(writes.length > 0 && { writes }) };
  // What was written changes what there is to see: the next stage looks afresh.
  if (writes.length > 0) return { kind: 'wait', state: further, until: after(input.now, HEARTBEAT), change, again: true };
  return nextStage(plan, self, further, { ...cluster, ...patch }, { ...input, returned: undefined }, change);
}

/** Sleeps by alarm, and no longer than the deadline lets it. */
const pause = (
  self: Action,
  state: Working,
  stage: Extract<Stage, { kind: 'pause' }>,
  now: Instant,
  change: Change,
): Decision<Progress> => {
  const until = after(now, stage.for);
  const alarm = instant(Math.min(until, self.deadline ?? until));
  return { kind: 'wait', state: { ...state, until }, until: alarm, change, reason: stage.why };
};

function rest(plan: ClusterPlan, self: Action, state: Working, until: Instant, cluster: Cluster, input: Input): Decision<Progress> {
  if (input.now < until) return { kind: 'idle' };
  const { until: _, ...woken } = state;
  return nextStage(plan, self, { ...woken, stage: state.stage + 1 }, cluster, input, {});
}

function spawn(self: Action, state: Working, round: Round, cluster: Cluster, input: Input, change: Change): Decision<Progress> {
  const { now, seen } = input;
  const nodes = nextNodes(round, cluster);
  const known = seen.nodes ?? (round.targets.from === 'members' ? seen.members : undefined);
  if (nodes.length > 0 && !known) return { kind: 'look', sight: { nodes } };
  const spawned = Math.min(sizeOf(round), round.spawned + SLICE);
  const parting = round.child === 'NODE_LEAVE' ? { cluster: { ...(change.cluster as object), ...withGuests(cluster, nodes) } } : {};
  return {
    kind: 'wait',
    state: { ...state, round: { ...round, spawned } },
    until: after(now, spawned < sizeOf(round) ? HEARTBEAT : GRACE),
    change: { ...change, ...parting },
    spawn: spawnSlice(self, round, cluster, known ?? [], state.at, now),
    again: spawned < sizeOf(round),
  };
}

/** Looks, never counts: lost, doubled and reordered news are then the same non-event. */
function watch(plan: ClusterPlan, self: Action, state: Working, round: Round, cluster: Cluster, input: Input): Decision<Progress> {
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
  const spent = { documents: seen.children.reduce((all, { writes }) => all + (writes?.documents ?? 0), 0), children: seen.children.length };
  const bad = seen.children.filter((child) => child.status !== 'SUCCEEDED');
  const failed = round.failed + bad.length;
  const first = bad[0];
  const reason = round.reason ?? (first && `${first.targetName}: ${first.statusReason}`);
  if (upTo < size) {
    const further = { ...round, settled: upTo, failed, ...(reason !== undefined && { reason }) };
    return { kind: 'wait', state: { ...state, round: further }, until: after(now, HEARTBEAT), change: { spent }, again: true };
  }
  if (failed > 0 && !round.tolerant) {
    const fault = permanent('children.failed', `${failed} of ${size} ${round.child} actions did not succeed. ${reason ?? ''}`.trim());
    return conclude(plan, self, cluster, input, state.memo, fault, { spent });
  }
  const after_ = { ...state, stage: state.stage + 1, round: null };
  // The nodes stay: seeing them is what the next round may have asked for.
  return nextStage(plan, self, after_, cluster, { ...input, seen: { ...seen, children: undefined } }, { spent });
}

/** Children have no alarm of their own: the root looks again when the first of them would have wanted to be looked at. */
export function nextLook(open: readonly Action[], now: Instant): Instant {
  const first = Math.min(...open.map((child) => child.dueAt ?? now));
  return instant(Math.max(after(now, LEAST_WAIT), Math.min(first + 1000, after(now, HEARTBEAT))));
}
