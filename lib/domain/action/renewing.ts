import type { Cluster } from '../cluster/cluster.ts';
import { listed, whyTooMany } from '../cluster/joining.ts';
import type { Node } from '../cluster/node.ts';
import { foundToBe } from '../cluster/roll.ts';
import { countedOf, isCounted } from '../cluster/standby.ts';
import { type Fault, permanent } from '../kernel/fault.ts';
import type { Instant } from '../kernel/time.ts';
import type { Action } from './action.ts';
import { SERVING } from './balance-step.ts';
import type { Admission, Stage } from './cluster-plan.ts';
import type { Input } from './machine.ts';
import { idsIn } from './node-inputs.ts';
import { make, positionsOf } from './resizing.ts';
import { newNodes } from './round.ts';

type Asked = Pick<Action, 'inputs'>;

/** Whether members are to go for others that the action makes itself: named under `nodes`, where `candidates` are pairs of nodes that are there. */
export const renews = ({ inputs }: Asked): boolean => Array.isArray(inputs.nodes);

/** Whether the new ones come up before the old ones go: then there are more meanwhile, and otherwise fewer. */
const comesFirst = ({ inputs }: Asked): boolean => inputs.launch_first === true;

const goers = (self: Asked, { nodes }: Pick<Cluster, 'nodes'>): string[] => idsIn(self, 'nodes').filter((id) => nodes.includes(id));

/** How many come: as many as go, unless it says otherwise. Who stood by beside the desired capacity left no place. */
const comersOf = (self: Asked, cluster: Cluster): number => {
  const { count } = self.inputs;
  return typeof count === 'number' ? count : countedOf(cluster, goers(self, cluster));
};

export function admitRenewal(self: Action, cluster: Cluster, { mostNodes }: Input): Admission {
  const count = comersOf(self, cluster);
  const fault = whyTooMany(cluster.nodes.length + (comesFirst(self) ? count : 0), mostNodes);
  return fault ? { kind: 'refuse', fault } : { kind: 'go', memo: { count } };
}

/**
 * A round in which some go and one in which others come, in this order or in the other. What did not come up, or what its load balancer hears nothing from, goes again,
 * and one old member less.
 */
export function renew(self: Action, stage: number, cluster: Cluster, { seen }: Input, count: number, at: Instant): Stage {
  if (stage > 1) return { kind: 'end' };
  const old = goers(self, cluster);
  if (stage === 0)
    return comesFirst(self)
      ? { ...coming(self, 0, cluster, count, at, old.length), tolerant: true }
      : { ...going(self, cluster, old), tolerant: true };
  if (!seen.members) return { kind: 'look', sight: { members: true } };
  const members = seen.members.filter(({ clusterId }) => clusterId === cluster.id);
  if (comesFirst(self)) return going(self, cluster, [...outOf(self, cluster, members, count, at)]);
  // Those that are gone make room on the list first: a project that is full must be able to renew what it has.
  const found = foundToBe(
    cluster,
    members.map(({ id }) => id),
  );
  const gone = old.filter((id) => !members.some((member) => member.id === id)).length;
  const next = coming(self, 1, { ...cluster, ...found }, Math.min(count, gone), at, 0);
  return { ...next, cluster: { ...found, ...next.cluster } };
}

type Round = Extract<Stage, { readonly kind: 'round' }>;

const going = (self: Asked, cluster: Cluster, ids: readonly string[]): Round => ({
  kind: 'round',
  child: self.inputs.let_go === true ? 'NODE_LEAVE' : 'NODE_DELETE',
  targets: { from: 'members', positions: positionsOf(cluster, ids) },
});

function coming(self: Action, stage: number, cluster: Cluster, count: number, at: Instant, leaving: number): Round {
  const round = make(self, stage, cluster, { count, before: 0, later: 0 }, at);
  const serving = { ...round, inputs: { [SERVING]: true } };
  return leaving > 0 ? { ...serving, cluster: { ...round.cluster, leaving: Math.min(leaving, count) } } : serving;
}

/** Who goes now that others have come: whoever did not come up, and of the old ones as many as are made up for. */
function outOf(self: Action, cluster: Cluster, members: readonly Node[], count: number, at: Instant): readonly string[] {
  const fresh = new Set(newNodes(self.id, 0, count, at));
  const came = members.filter(({ id }) => fresh.has(id));
  const failed = came.filter(({ status }) => status !== 'ACTIVE').map(({ id }) => id);
  const old = goers(self, cluster);
  const made = came.length - failed.length;
  return [...failed, ...old.slice(0, Math.max(0, old.length - count + made))];
}

/** What is to be said of those that are still there. */
export function whyNotRenewed(self: Asked, { desiredCapacity }: Cluster, members: readonly Node[]): Fault | undefined {
  const lacks = idsIn(self, 'nodes').length === 0 && members.filter(isCounted).length < desiredCapacity;
  if (lacks) return permanent('children.failed', 'The nodes that are missing did not come up.');
  const left = idsIn(self, 'nodes').filter((id) => members.some((member) => member.id === id));
  return left.length > 0 ? permanent('children.failed', `Nodes were not replaced: ${listed(left)}.`) : undefined;
}
