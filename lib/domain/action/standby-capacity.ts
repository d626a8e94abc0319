import type { Cluster } from '../cluster/cluster.ts';
import { byCount, newSize } from '../cluster/new-size.ts';
import type { Node } from '../cluster/node.ts';
import { countedOf, isAside } from '../cluster/standby.ts';
import { permanent } from '../kernel/fault.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Action } from './action.ts';
import type { Admission } from './cluster-plan.ts';
import type { Input } from './machine.ts';
import { idsIn } from './node-inputs.ts';

type Asked = Pick<Action, 'inputs'>;

const enters = ({ inputs }: Asked): boolean => inputs.operation === 'enter_standby' && typeof inputs.decrement === 'boolean';
const exits = ({ inputs }: Asked): boolean => inputs.operation === 'exit_standby';

/** Whether others take the places of those that go into standby. */
export const replaces = (self: Asked): boolean => enters(self) && self.inputs.decrement === false;

/** By how many the desired capacity changes: down by those that leave it, up by those that come back to it. */
function change(self: Asked, cluster: Cluster): number {
  const ids = idsIn(self, 'nodes').filter((id) => cluster.nodes.includes(id));
  const counted = countedOf(cluster, ids);
  if (exits(self)) return ids.length - counted;
  return enters(self) && !replaces(self) ? -counted : 0;
}

/** Whether the cluster's capacity is concerned at all. */
export const movesCapacity = (self: Asked, cluster: Cluster): boolean => replaces(self) || change(self, cluster) !== 0;

/** The desired capacity is set at once, as by everything that resizes: within the bounds, or not at all. */
export function admitStandby(self: Asked, cluster: Cluster, { mostNodes }: Pick<Input, 'mostNodes'>): Admission {
  const by = change(self, cluster);
  if (replaces(self)) {
    const size = cluster.nodes.length + countedOf(cluster, idsIn(self, 'nodes'));
    const message = `The members and those that stand by would be ${size}, which is greater than the maximum number of nodes allowed per cluster (${mostNodes}).`;
    return size > mostNodes ? { kind: 'refuse', fault: permanent('request.malformed', message) } : { kind: 'go' };
  }
  if (by === 0) return { kind: 'go' };
  const size = newSize(cluster, byCount(by), mostNodes);
  if (size.kind === 'refused') return { kind: 'refuse', fault: size.fault };
  return { kind: 'go', cluster: { desiredCapacity: Math.max(0, cluster.desiredCapacity + by) }, memo: { by } };
}

/** How many went into standby and left a place. */
export function toReplace(self: Asked, { id }: Cluster, members: readonly Node[]): number {
  const asked = idsIn(self, 'nodes');
  return members.filter((node) => node.clusterId === id && asked.includes(node.id) && isAside(node)).length;
}

/** Those that stayed where they were are counted as they were. */
export function capacityAfter(
  self: Asked,
  cluster: Cluster,
  members: readonly Node[],
  memo: JsonObject,
): { readonly cluster?: Partial<Cluster> } {
  const by = Number(memo.by ?? 0);
  const asked = idsIn(self, 'nodes');
  const stayed = members.filter((node) => node.clusterId === cluster.id && asked.includes(node.id) && isAside(node) === by > 0).length;
  if (by === 0 || stayed === 0) return {};
  const back = Math.min(stayed, Math.abs(by));
  return { cluster: { desiredCapacity: Math.max(0, cluster.desiredCapacity - Math.sign(by) * back) } };
}
