import type { Cluster } from '../cluster/cluster.ts';
import type { Node } from '../cluster/node.ts';
import { restOf } from '../cluster/pool.ts';
import { fromPool, poolOf } from '../cluster/pool-size.ts';
import { isAside } from '../cluster/standby.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import type { Action } from './action.ts';
import { batchingOf } from './batching.ts';
import type { Stage } from './cluster-plan.ts';
import { enlarge } from './enlarging.ts';
import type { Input } from './machine.ts';
import type { Step } from './passage.ts';
import { grow, pause, positionsOf } from './resizing.ts';

/** Whether a cluster that is to grow has to look for whom it can take from its pool. */
export const looksIntoPool = (cluster: Cluster, { seen }: Input, count: number): boolean =>
  count > 0 && poolOf(cluster) !== undefined && seen.members === undefined;

/** Whom it takes, for later stages to know. */
export function takenFromPool(cluster: Cluster, { seen }: Input, count: number): JsonObject {
  const warm = poolOf(cluster) ? positionsOf(cluster, fromPool(cluster, seen.members ?? [], count)) : [];
  return warm.length > 0 ? { count, warm } : { count };
}

/** The stages in which a cluster grows: who is warm comes first, as many at a time as policies say, and those that would not are made up for. */
export function growFromPool(self: Action, stage: number, cluster: Cluster, input: Input, memo: JsonObject, at: Instant): Stage {
  const count = Number(memo.count);
  const positions = Array.isArray(memo.warm) ? memo.warm.map(Number) : [];
  if (positions.length === 0) return enlarge(self, stage, cluster, input, count, at);
  const { size = positions.length, pauseTime } = batchingOf(self, cluster);
  const first = 2 * Math.ceil(positions.length / size) - 1;
  if (stage < first && stage % 2 === 1) return pause(pauseTime, 'the next nodes come into service');
  if (stage < first) {
    const inputs = { operation: 'exit_standby', params: {}, warm: true };
    const awake = positions.slice((stage / 2) * size, (stage / 2 + 1) * size);
    return { kind: 'round', child: 'NODE_OPERATION', targets: { from: 'members', positions: awake }, inputs, tolerant: true };
  }
  if (!input.seen.members) return { kind: 'look', sight: { members: true } };
  const asked = new Set(positions.map((position) => cluster.nodes[position]));
  const came = input.seen.members.filter((node) => node.clusterId === cluster.id && asked.has(node.id) && !isAside(node)).length;
  return grow(self, stage, cluster, count - came, at, first);
}

/** What becomes of those that go when the cluster shrinks, where they are wanted again. */
export const intoPool = (cluster: Cluster): { readonly child: 'NODE_OPERATION'; readonly inputs: JsonObject } | undefined =>
  poolOf(cluster)?.reuses
    ? {
        child: 'NODE_OPERATION',
        inputs: { operation: 'enter_standby', params: {}, aside: true, warm: poolOf(cluster)?.state ?? 'STOPPED' },
      }
    : undefined;

/** What brings a warm node to rest. One that will not runs on. */
export function restStep({ profileType }: Pick<Node, 'profileType'>, standby: Node['standby']): readonly Step[] {
  const way = standby?.warm && restOf(profileType, standby.warm);
  return way ? [{ do: 'operate', operation: way.rest, undo: way.wake, must: false }] : [];
}

/** What wakes one again. One that will not is of no use. */
export function wakeStep({ profileType, standby }: Pick<Node, 'profileType' | 'standby'>): readonly Step[] {
  const way = standby?.warm && restOf(profileType, standby.warm);
  return way ? [{ do: 'operate', operation: way.wake, undo: way.rest, must: true }] : [];
}
