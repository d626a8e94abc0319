import type { Cluster } from '../cluster/cluster.ts';
import type { Node } from '../cluster/node.ts';
import type { Write } from '../documents.ts';
import { isJsonObject, type JsonObject } from '../kernel/json.ts';
import { namedData } from '../policy/binding-data.ts';
import { findPolicyType } from '../policy/catalogue.ts';
import { loadbalance } from '../policy/loadbalance.ts';
import type { Policy } from '../policy/policy.ts';
import type { Action } from './action.ts';
import { balancerFor, isBalanced, memberOf, membership } from './balance-step.ts';
import type { BalanceCall } from './call.ts';
import type { Answered, Stage, StageChange, Undoing } from './cluster-plan.ts';
import type { GivenUp, Input } from './machine.ts';
import { balancerIn } from './passage.ts';

/** How many members one call names: as many as a slow balancer takes within the time of a call. */
const AT_A_TIME = 20;

export const isBalancing = (policyType: string): boolean => findPolicyType(policyType)?.name === loadbalance.name;

/** A call about some of the members, or about none. */
export function aboutBalancer(
  self: Action,
  cluster: Cluster,
  policy: Policy,
  ask: BalanceCall['ask'],
  nodes: readonly Node[],
  input: Input,
  part = 0,
): BalanceCall {
  const binding = cluster.bindings.find(({ policyId }) => policyId === policy.id);
  return {
    to: 'balance',
    ask,
    token: `${self.id}.${ask}.${policy.id}.${part}`,
    balancer: { ...balancerFor(policy, cluster.id, cluster.profileType), data: balancerIn(binding?.data ?? null) },
    members: nodes.map((node) => memberOf(self, node, input)),
    memory: self.memory ?? {},
  };
}

/** Raises the balancer, then adds the members it can have, some at a time. */
export function raiseStage(self: Action, stage: number, cluster: Cluster, policy: Policy, input: Input): Stage {
  if (stage === 0) return { kind: 'call', call: aboutBalancer(self, cluster, policy, 'raise', [], input) };
  return slice(self, stage - 1, cluster, policy, 'add', input);
}

/** Takes the members out, some at a time, and the balancer down at last. */
export function razeStage(self: Action, stage: number, cluster: Cluster, policy: Policy, input: Input): Stage {
  const last = Math.ceil(cluster.nodes.length / AT_A_TIME);
  if (stage > last) return { kind: 'end' };
  if (stage === last) return { kind: 'call', call: aboutBalancer(self, cluster, policy, 'raze', [], input) };
  return slice(self, stage, cluster, policy, 'remove', input);
}

function slice(self: Action, part: number, cluster: Cluster, policy: Policy, ask: 'add' | 'remove', input: Input): Stage {
  if (part * AT_A_TIME >= cluster.nodes.length) return { kind: 'end' };
  if (!input.seen.members) return { kind: 'look', sight: { members: true } };
  const nodes = concerned(cluster, part, ask, input.seen.members);
  const profiles = profilesFor(nodes, input);
  if (profiles.length > 0) return { kind: 'look', sight: { profiles } };
  return nodes.length === 0 ? { kind: 'skip' } : { kind: 'call', call: aboutBalancer(self, cluster, policy, ask, nodes, input, part) };
}

/** Where a node listens its profile may say. One in use is never deleted. */
const profilesFor = (nodes: readonly Node[], { seen }: Input): string[] => [
  ...new Set(nodes.flatMap(({ profileId }) => (seen.profiles.some(({ id }) => id === profileId) ? [] : [profileId]))),
];

/** A node that does no work gets none; one that is back is taken in by whatever brings it back. */
function concerned(cluster: Cluster, part: number, ask: 'add' | 'remove', members: readonly Node[]): readonly Node[] {
  const ids = new Set(cluster.nodes.slice(part * AT_A_TIME, (part + 1) * AT_A_TIME));
  const isFit = (node: Node) =>
    ask === 'remove' ? isBalanced(node) : node.status === 'ACTIVE' && node.physicalId !== null && !node.standby;
  return members.filter((node) => ids.has(node.id) && node.clusterId === cluster.id && isFit(node));
}

/** The nodes as members, or as none any more. */
export function memberships(cluster: Cluster, part: number, ask: 'add' | 'remove', { seen, returned }: Answered): readonly Write[] {
  const said = returned.kind === 'ok' ? (returned.data ?? {}) : {};
  return concerned(cluster, part, ask, seen.members ?? []).map((doc) => ({
    put: 'node',
    doc: { ...doc, ...membership(doc, ask, said[doc.id]) },
  }));
}

/** The cluster knows its balancer: its address is for users to see. */
export function raised(cluster: Cluster, policy: Policy, data: JsonObject): Partial<Cluster> {
  const bindings = cluster.bindings.map((b) => (b.policyId === policy.id ? { ...b, data: namedData(loadbalance, data) } : b));
  const { vip_address = null } = data;
  return { bindings, data: { ...cluster.data, loadbalancers: { ...balancersOf(cluster), [policy.id]: { vip_address } } } };
}

/** And as it is without. */
export function razed(cluster: Cluster, policyId: string): Partial<Cluster> {
  const { [policyId]: _, ...others } = balancersOf(cluster);
  const { loadbalancers: __, ...rest } = cluster.data;
  return {
    bindings: cluster.bindings.filter((b) => b.policyId !== policyId),
    data: Object.keys(others).length > 0 ? { ...rest, loadbalancers: others } : rest,
  };
}

const balancersOf = ({ data }: Cluster): JsonObject => (isJsonObject(data.loadbalancers) ? data.loadbalancers : {});

export const raiseAnswered = (stage: number, cluster: Cluster, policy: Policy, answer: Answered): StageChange =>
  stage === 0
    ? { cluster: raised(cluster, policy, answer.returned.kind === 'ok' ? (answer.returned.data ?? {}) : {}) }
    : { writes: memberships(cluster, stage - 1, 'add', answer) };

/** A balancer that could not take every member is taken down again, and none of them is one. */
export function undoRaise(self: Action, cluster: Cluster, policy: Policy, input: Input): Undoing {
  if (!input.seen.members) return { kind: 'look', sight: { members: true } };
  const mine = input.seen.members.filter((node) => node.clusterId === cluster.id && isBalanced(node));
  return {
    kind: 'undo',
    call: aboutBalancer(self, cluster, policy, 'raze', mine, input),
    writes: mine.map((doc) => ({ put: 'node', doc: { ...doc, ...membership(doc, 'remove', undefined) } })),
    cluster: razed(cluster, policy.id),
  };
}

/**
 * The members that were being taken out stay in. Once the balancer itself was being taken down there is no way back, only on: the binding goes
 * with it, unless that failed. Then it stays, to be detached again.
 */
export function undoRaze(self: Action, stage: number, cluster: Cluster, policy: Policy, input: GivenUp): Undoing {
  if (stage >= Math.ceil(cluster.nodes.length / AT_A_TIME)) {
    const down = input.undone && input.returned?.kind === 'ok';
    const call = aboutBalancer(self, cluster, policy, 'raze', [], input);
    return { kind: 'undo', call, writes: [], cluster: down ? razed(cluster, policy.id) : {} };
  }
  if (!input.seen.members) return { kind: 'look', sight: { members: true } };
  const nodes = concerned(cluster, stage, 'remove', input.seen.members);
  const profiles = profilesFor(nodes, input);
  if (profiles.length > 0) return { kind: 'look', sight: { profiles } };
  return {
    kind: 'undo',
    ...(nodes.length > 0 && { call: aboutBalancer(self, cluster, policy, 'add', nodes, input, stage) }),
    writes: [],
    cluster: {},
  };
}

/** The balancers of a cluster that goes, one after another. @param done how many are down already */
export function razeNext(self: Action, cluster: Cluster, input: Input, done: number): Stage {
  const binding = cluster.bindings.filter(({ policyType }) => isBalancing(policyType))[done];
  if (!binding) return { kind: 'end' };
  const policy = input.seen.policies.find(({ id }) => id === binding.policyId);
  if (!policy) return { kind: 'look', sight: { policies: [binding.policyId] } };
  return { kind: 'call', call: aboutBalancer(self, cluster, policy, 'raze', [], input, done) };
}
