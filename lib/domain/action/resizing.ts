import type { Cluster } from '../cluster/cluster.ts';
import { isAwaited, type Node } from '../cluster/node.ts';
import type { JsonObject } from '../kernel/json.ts';
import { type Instant, seconds } from '../kernel/time.ts';
import { pickVictims } from '../policy/deletion-choice.ts';
import type { Action } from './action.ts';
import { batchingOf } from './batching.ts';
import type { Stage } from './cluster-plan.ts';
import { decisionsOf } from './policy-check.ts';
import { newNodes } from './round.ts';

/** So many at once, of those that are to be made after so many and before so many. */
type Batch = { readonly count: number; readonly before: number; readonly later: number };

/** A round that makes `count` members. They join the cluster's list in the same commit as the first of them, and those of later rounds have their places kept. */
export function make(
  self: Action,
  stage: number,
  cluster: Cluster,
  { count, before, later }: Batch,
  at: Instant,
): Extract<Stage, { readonly kind: 'round' }> {
  const nodes = [...cluster.nodes, ...newNodes(self.id, stage, count, at)];
  return {
    kind: 'round',
    child: 'NODE_CREATE',
    targets: { from: 'new', count, firstIndex: cluster.nextIndex, ...(before > 0 && { before }) },
    cluster: { nodes, nextIndex: cluster.nextIndex + count, ...keeping(cluster, later) },
  };
}

/** So many places, for members that come later: either all of them fit the project's quota or none is begun. */
export const keeping = ({ reserved = 0 }: Pick<Cluster, 'reserved'>, later: number): Pick<Cluster, 'reserved'> =>
  later > 0 || reserved > 0 ? { reserved: later } : {};

/** The stages in which a cluster gets `count` members more, all at once or as many at a time as policies say. */
export function grow(self: Action, stage: number, cluster: Cluster, count: number, at: Instant, first = 0): Stage {
  const step = stage - first;
  const { size = Math.max(1, count), pauseTime } = batchingOf(self, cluster);
  const before = (step / 2) * size;
  if (count <= 0 || before >= count) return { kind: 'end' };
  if (step % 2 === 1) return (step + 1) * (size / 2) < count ? pause(pauseTime, 'the next nodes are created') : { kind: 'end' };
  const now = Math.min(size, count - before);
  return make(self, stage, cluster, { count: now, before, later: count - before - now }, at);
}

/** The same where what is missing is counted afresh before each of the stages. */
export function growUntil(self: Action, stage: number, cluster: Cluster, missing: number, at: Instant, first: number): Stage {
  const made = Math.ceil((stage - first) / 2) * (batchingOf(self, cluster).size ?? 0);
  return grow(self, stage, cluster, made + missing, at, first);
}

/** Where the chosen nodes stand in the cluster's list. */
export const positionsOf = (cluster: Cluster, ids: readonly string[]): number[] => {
  const places = new Map(cluster.nodes.map((id, position) => [id, position]));
  return ids.flatMap((id) => places.get(id) ?? []);
};

/** Whether it is anybody's business how it is: a suspended one is ill only for those who do not know, and who is awaited is not there yet. */
export const isLookedAfter = (node: Node): boolean => !node.suspended && !node.standby && !isAwaited(node);

/** Where the members stand that somebody looks after. */
export const lookedAfter = (cluster: Cluster, members: readonly Node[]): number[] =>
  positionsOf(
    cluster,
    members.filter(isLookedAfter).map(({ id }) => id),
  );

/** What a shrinking action says of those it would have taken and may not choose. */
export function tellSpared(count: number, { victims }: { readonly victims: readonly number[] }): { readonly outputs?: JsonObject } {
  const spared = count - victims.length;
  if (spared <= 0) return {};
  return {
    outputs: {
      nodes_spared: spared,
      reason: `${spared} of ${count} nodes stay: all others are protected from scale-in, suspended or in standby.`,
    },
  };
}

/** Who goes, as policies chose or by lot: what a shrinking action remembers between its rounds. @param besides those that go anyway */
export function rememberVictims(
  self: Action,
  cluster: Cluster,
  members: readonly Node[],
  count: number,
  besides: readonly string[] = [],
): { readonly victims: number[] } {
  const { deletion } = decisionsOf(self);
  const free = members.filter(({ id }) => !besides.includes(id));
  const chosen = deletion?.candidates?.filter((id) => !besides.includes(id)) ?? pickVictims(free, { ...deletion, count }, self.id);
  return { victims: positionsOf(cluster, chosen.slice(0, count)) };
}

/**
 * The stages in which members go, all at once or as many at a time as policies say: after the grace period, out of service, then deleted or
 * let go: so whatever policies say where it was asked for with `let_go`. One of three has been empty ever since it was not a round of its own that stopped them.
 *
 * @param destroy what is done where no policy says @param kept what is done instead of deleting them
 */
export function shrink(self: Action, stage: number, cluster: Cluster, memo: JsonObject, destroy = true, kept?: Kept): Stage {
  const victims = Array.isArray(memo.victims) ? memo.victims.map(Number) : [];
  const { grace_period: grace = 0, destroy_after_deletion: decided = destroy } = decisionsOf(self).deletion ?? {};
  const destroys = decided && self.inputs.let_go !== true;
  const waits = grace > 0 && victims.length > 0;
  if (waits && stage === 0) return pause(grace, 'nodes are deleted');

  const step = waits ? stage - 1 : stage;
  const { size = Math.max(1, victims.length), pauseTime } = batchingOf(self, cluster);
  const before = Math.floor(step / 3) * size;
  if (before >= victims.length) return { kind: 'end' };
  const targets = { from: 'members', positions: victims.slice(before, before + size) } as const;
  if (step % 3 === 0) return { kind: 'skip' };
  if (step % 3 === 1 && kept && destroys) return { kind: 'round', targets, ...kept };
  if (step % 3 === 1) return { kind: 'round', child: destroys ? 'NODE_DELETE' : 'NODE_LEAVE', targets };
  return before + size < victims.length ? pause(pauseTime, 'the next nodes are deleted') : { kind: 'end' };
}

type Kept = Pick<Extract<Stage, { kind: 'round' }>, 'child' | 'inputs'>;

export const pause = (time: number, what: string): Stage =>
  time > 0 ? { kind: 'pause', for: seconds(time), why: `Waiting ${time} seconds before ${what}.` } : { kind: 'skip' };
