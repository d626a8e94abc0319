import type { Node } from '../cluster/node.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Seconds } from '../kernel/time.ts';
import { drainOf, loadbalance } from '../policy/loadbalance.ts';
import type { Policy } from '../policy/policy.ts';
import { policyProperties } from '../policy/policy-properties.ts';
import type { Action } from './action.ts';
import type { BalanceCall, Member } from './call.ts';
import { ownerOf, resourceOf } from './leaf.ts';
import type { Input } from './machine.ts';
import type { Step } from './passage.ts';

/** Under what name a node's `data` says which member of its balancer it is. */
const MEMBER = 'lb_member';

/** Under what name a child's inputs say that its node has to serve before it is a member. */
export const SERVING = 'serving';

export const isBalanced = ({ data }: Node): boolean => data[MEMBER] !== undefined && data[MEMBER] !== null;

type Balance = Extract<Step, { do: 'balance' }>;

/** What is asked of a load balancer for one node. @param drain how long connections may take to end; absent: they end at once */
export function balanceCall(
  self: Action,
  node: Node,
  policy: Policy,
  { data }: Pick<Balance, 'data'>,
  ask: BalanceCall['ask'],
  input: Input,
  drain?: Seconds,
): BalanceCall {
  return {
    to: 'balance',
    ask,
    token: `${self.id}.${ask}.${policy.id}`,
    balancer: { ...balancerFor(policy, clusterOf(self, node), node.profileType), data },
    members: [memberOf(self, node, input)],
    ...(drain !== undefined && { drain }),
    ...(ask === 'add' && self.inputs[SERVING] === true && { serving: true }),
    memory: self.memory ?? {},
  };
}

/** The balancer of a policy on a cluster, but for what attaching it made. */
export const balancerFor = (policy: Policy, clusterId: string, profileType: string): Omit<BalanceCall['balancer'], 'data'> => ({
  project: policy.project,
  clusterId,
  profileType,
  policyId: policy.id,
  properties: policyProperties(loadbalance, policy) ?? {},
});

export const memberOf = (self: Action, node: Node, input: Input): Member => ({
  nodeId: node.id,
  name: node.name,
  profileType: node.profileType,
  resource: resourceOf(self, node, input, { memory: node.memory, owner: ownerOf(placed(self, node)) }),
});

export const drainFor = (policy: Policy): Seconds => drainOf(policyProperties(loadbalance, policy) ?? {});

/** The node once it has become a member, or is none any more. */
export function membership(node: Node, ask: BalanceCall['ask'], said: unknown): Partial<Node> {
  const { [MEMBER]: _, ...rest } = node.data;
  return { data: ask === 'add' ? { ...rest, [MEMBER]: typeof said === 'string' ? said : node.id } : rest };
}

/** A node that has no resource is nobody's member. */
export const unbalanced = (node: Node): Partial<Node> => (isBalanced(node) ? membership(node, 'remove', undefined) : {});

/** What the action says that removes a node of which nobody knows that its balancer has let go: which member that is, under `data`. */
export const leftBehind = ({ data }: Node): JsonObject | undefined =>
  data[MEMBER] === undefined || data[MEMBER] === null ? undefined : { left_in_load_balancer: data[MEMBER] };

/** On its way in it has no place yet, and is told where it will be. */
const placed = ({ inputs }: Action, node: Node): Node =>
  node.index < 0 && typeof inputs.index === 'number' ? { ...node, index: inputs.index } : node;

/** On its way in a node is not yet the cluster's. */
export const clusterOf = ({ inputs }: Action, { clusterId }: Node): string =>
  clusterId === '' && typeof inputs.cluster_id === 'string' ? inputs.cluster_id : clusterId;
