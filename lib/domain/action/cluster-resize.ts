import type { Cluster } from '../cluster/cluster.ts';
import { listed } from '../cluster/joining.ts';
import { newSize, resizeOf } from '../cluster/new-size.ts';
import { countedOf } from '../cluster/standby.ts';
import { isSuspended } from '../cluster/suspension.ts';
import { permanent } from '../kernel/fault.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Action } from './action.ts';
import { batchingOf } from './batching.ts';
import { defineFanOut } from './fan-out.ts';
import { idsIn } from './node-inputs.ts';
import { growFromPool, intoPool, looksIntoPool, takenFromPool } from './pool-stages.ts';
import { grow, pause, positionsOf, rememberVictims, shrink, tellSpared } from './resizing.ts';

/**
 * Changes a cluster's bounds, its size, or both in one go. Those among `nodes` go first, whoever else has to: some of them may stand by, and leave no place
 * by which the size would be less.
 */
export const clusterResize = defineFanOut({
  name: 'CLUSTER_RESIZE',
  success: 'Cluster resize succeeded.',
  during: 'RESIZING',
  admit(self, cluster, input) {
    const { seen, mostNodes } = input;
    const asked = resizeOf(self);
    const size = newSize(cluster, asked, mostNodes);
    if (size.kind === 'refused') return { kind: 'refuse', fault: size.fault };
    const { change, desired } = size;
    const named = goersOf(self, cluster);
    if (((change < 0 || named.length > 0) && !seen.members) || looksIntoPool(cluster, input, change))
      return { kind: 'look', sight: { members: true } };
    const bounds: Partial<Cluster> = {
      desiredCapacity: desired,
      ...(asked.minSize !== undefined && { minSize: asked.minSize }),
      ...(asked.maxSize !== undefined && { maxSize: asked.maxSize }),
    };
    if (named.length > 0) {
      const more = change + countedOf(cluster, named);
      const positions = positionsOf(cluster, named);
      if (isHeld(self, cluster, more)) return { kind: 'go', cluster: bounds, memo: { count: 0, named: positions }, ...tellHeld(more) };
      const memo = more > 0 ? { count: more } : rememberVictims(self, cluster, seen.members ?? [], -more, named);
      const spared = 'victims' in memo ? tellSpared(-more, memo) : {};
      return { kind: 'go', cluster: bounds, memo: { ...memo, named: positions }, ...spared };
    }
    if (isHeld(self, cluster, change)) return { kind: 'go', cluster: bounds, memo: { count: 0 }, ...tellHeld(change) };
    if (change >= 0) return { kind: 'go', cluster: bounds, memo: takenFromPool(cluster, input, change) };
    const memo = rememberVictims(self, cluster, seen.members ?? [], -change);
    return { kind: 'go', cluster: bounds, memo, ...tellSpared(-change, memo) };
  },
  stage(self, stage, cluster, input, memo, at) {
    const named = Array.isArray(memo.named) ? memo.named.map(Number) : [];
    const { size = Math.max(1, named.length), pauseTime } = batchingOf(self, cluster);
    const first = 2 * Math.ceil(named.length / size);
    if (stage < first && stage % 2 === 1) return pause(pauseTime, 'the next nodes go');
    if (stage < first) {
      const child = self.inputs.destroy_after_deletion === false ? 'NODE_LEAVE' : 'NODE_DELETE';
      const positions = named.slice((stage / 2) * size, (stage / 2 + 1) * size);
      return { kind: 'round', child, targets: { from: 'members', positions }, tolerant: true };
    }
    if ('victims' in memo) return shrink(self, stage - first, cluster, memo, true, intoPool(cluster));
    return first > 0 ? grow(self, stage, cluster, Number(memo.count), at, first) : growFromPool(self, stage, cluster, input, memo, at);
  },
  conclude(self, _, members, __, failure) {
    const left = members.filter(({ id }) => idsIn(self, 'nodes').includes(id)).map(({ id }) => id);
    const fault = failure ?? (left.length > 0 ? permanent('children.failed', `Nodes are still members: ${listed(left)}.`) : undefined);
    return fault ? { fault } : {};
  },
});

/** Whoever asked for it wants the size to be so, and nobody made or taken away while the process for that is suspended. */
const isHeld = ({ inputs }: Pick<Action, 'inputs'>, cluster: Cluster, more: number): boolean =>
  inputs.heeds_suspension === true && more !== 0 && isSuspended(cluster, more > 0 ? 'Launch' : 'Terminate');

const tellHeld = (more: number): { readonly outputs: JsonObject } => {
  const [count, said, held] = more > 0 ? [more, 'made', 'Launch'] : [-more, 'deleted', 'Terminate'];
  const reason = `${count} nodes are not ${said}: the cluster is suspended in its process ${held}.`;
  return { outputs: more > 0 ? { nodes_held: count, reason } : { nodes_spared: count, reason } };
};

const goersOf = (self: Pick<Action, 'inputs'>, { nodes }: Cluster): string[] => idsIn(self, 'nodes').filter((id) => nodes.includes(id));
