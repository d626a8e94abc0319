import { z } from 'zod';
import type { Binding, Cluster } from '../cluster/cluster.ts';
import { isStandby, type Standby } from '../cluster/standby.ts';
import { isSuspended } from '../cluster/suspension.ts';
import { isJsonObject, JsonObject } from '../kernel/json.ts';
import { findPolicyType } from '../policy/catalogue.ts';
import { deletion } from '../policy/deletion.ts';
import { lifecycleHook } from '../policy/lifecycle-hook.ts';
import { loadbalance } from '../policy/loadbalance.ts';
import type { NodeActionName } from './action.ts';

/** One thing that is done on a node's way into or out of service. */
export const Step = z.discriminatedUnion('do', [
  /** In: becomes a member of the policy's load balancer. Out: gets no new connections, and once the old ones are done is no member any more. */
  z.object({ do: z.literal('balance'), policyId: z.string(), data: JsonObject, drain: z.boolean() }),
  /** Waits until somebody says that it may go on. */
  z.object({ do: z.literal('hook'), policyId: z.string() }),
  /** Its resource is stopped before it is removed. */
  z.object({ do: z.literal('stop') }),
  /** Its resource is put to rest or woken. `must`: or else it does not go on. */
  z.object({ do: z.literal('operate'), operation: z.string(), undo: z.string(), must: z.boolean() }),
]);
export type Step = z.infer<typeof Step>;

/** What lies between a node and service, on the way in and on the way out, in order. */
export const Passage = z.object({ arrival: z.array(Step).readonly(), departure: z.array(Step).readonly() });
export type Passage = z.infer<typeof Passage>;

export const NO_PASSAGE: Passage = { arrival: [], departure: [] };

const COMES: ReadonlySet<NodeActionName> = new Set<NodeActionName>(['NODE_CREATE', 'NODE_JOIN', 'NODE_RECOVER']);
/** A member that is well is made sure of: balancers forget, too. */
const STAYS: NodeActionName = 'NODE_CHECK';
const GOES: ReadonlySet<NodeActionName> = new Set<NodeActionName>(['NODE_DELETE', 'NODE_LEAVE', 'NODE_RECOVER']);

/**
 * The passage of a cluster's members under an action, from the policies that are heeded now.
 *
 * Out: the balancer first, so that nobody is sent to a node that a hook is emptying; then the hooks, while the node still runs; then it is
 * stopped. In: the hooks first, since they are what makes a node fit to serve; the balancer last, and then it is ACTIVE.
 *
 * A balancer that is not heeded, or whose cluster is suspended in that, gets no new members; one that goes is taken out of it all the same.
 *
 * @param force whoever is in that much of a hurry waits for nothing: the node is only taken out of its balancers
 */
export function passageOf(cluster: Pick<Cluster, 'bindings' | 'config' | 'suspended'>, action: NodeActionName, force = false): Passage {
  const known = [...cluster.bindings].sort((a, b) => a.priority - b.priority);
  const heeded = cluster.suspended?.everything ? [] : known.filter(({ enabled }) => enabled);
  const balancers = isSuspended(cluster, 'AddToLoadBalancer') ? [] : balancersOf(heeded, true);
  const arrival = [...hooksOf(heeded, [lifecycleHook.name]), ...balancers];
  // A node that is made anew comes back: it is not stopped for that.
  const stops = action === 'NODE_DELETE' && Boolean(cluster.config['cluster.stop_node_before_delete']);
  const departure = force
    ? balancersOf(known, false)
    : [...balancersOf(known, true), ...hooksOf(heeded, [deletion.name, lifecycleHook.name]), ...(stops ? [STOP] : [])];
  if (action === STAYS) return { arrival: balancersOf(heeded, true), departure: [] };
  return { arrival: COMES.has(action) ? arrival : [], departure: GOES.has(action) ? departure : [] };
}

/** Standing by, a node keeps all but its balancers. */
export function standbyPassage(cluster: Pick<Cluster, 'bindings' | 'config' | 'suspended'>, operation: Standby): Passage {
  const { arrival, departure } = passageOf(cluster, 'NODE_RECOVER');
  const balance = (steps: readonly Step[]) => steps.filter((step) => step.do === 'balance');
  return operation === 'enter_standby' ? { arrival: [], departure: balance(departure) } : { arrival: balance(arrival), departure: [] };
}

/** While its work is interrupted a node is out of its balancers; if it could not be put back, it is left there. */
function updatePassage(cluster: Pick<Cluster, 'bindings' | 'config' | 'suspended'>): Passage {
  const { arrival, departure } = passageOf(cluster, 'NODE_RECOVER');
  const back = arrival.filter((step) => step.do === 'balance');
  const out = departure.filter((step) => step.do === 'balance' && back.some((one) => one.policyId === step.policyId));
  return { arrival: back, departure: out };
}

/** Into the pool and out of it: past the hooks as on any way in or out, and never in front of a balancer while it is in there. */
function poolPassage(cluster: Pick<Cluster, 'bindings' | 'config' | 'suspended'>, action: NodeActionName, enters: boolean): Passage {
  const { arrival, departure } = passageOf(cluster, 'NODE_RECOVER');
  if (action === 'NODE_CREATE') return { arrival: arrival.filter((step) => step.do === 'hook'), departure: [] };
  return enters ? { arrival: [], departure } : { arrival, departure: [] };
}

/** The passage under an action with its inputs. */
export const passageUnder = (cluster: Cluster, action: NodeActionName, inputs: JsonObject, force: boolean): Passage =>
  inputs.warm !== undefined
    ? poolPassage(cluster, action, inputs.operation === 'enter_standby')
    : action === 'NODE_OPERATION' && isStandby(inputs.operation)
      ? standbyPassage(cluster, inputs.operation)
      : action === 'NODE_UPDATE' && typeof inputs.new_profile_id === 'string'
        ? updatePassage(cluster)
        : passageOf(cluster, action, force);

const STOP: Step = { do: 'stop' };

/** Which way a hook is for, and whether a deletion policy has one at all, its spec says when the node comes to it. */
const hooksOf = (heeded: readonly Binding[], kinds: readonly string[]): Step[] =>
  heeded.filter(({ policyType }) => kinds.includes(kindOf(policyType))).map(({ policyId }) => ({ do: 'hook', policyId }));

const balancersOf = (heeded: readonly Binding[], drain: boolean): Step[] =>
  heeded
    .filter(({ policyType }) => kindOf(policyType) === loadbalance.name)
    .map(({ policyId, data }) => ({ do: 'balance', policyId, data: balancerIn(data), drain }));

const kindOf = (policyType: string): string => findPolicyType(policyType)?.name ?? '';

/** What attaching a load balancing policy made. */
export function balancerIn(data: JsonObject | null): JsonObject {
  const named = data?.[loadbalance.className];
  const inner = isJsonObject(named) ? named.data : undefined;
  return isJsonObject(inner) ? inner : {};
}

/** The passage as a child's inputs carry it; those of older versions have none. */
export function passageIn(inputs: JsonObject): Passage {
  const read = Passage.safeParse(inputs[PASSAGE]);
  return read.success ? read.data : NO_PASSAGE;
}

/** The inputs of the children of a round, with the way they take. @param force as the parent was asked */
export function withPassage(inputs: JsonObject, cluster: Cluster, child: NodeActionName, force: boolean): JsonObject {
  const passage = passageUnder(cluster, child, inputs, force);
  return passage.arrival.length + passage.departure.length === 0 ? inputs : { ...inputs, [PASSAGE]: passage };
}

const PASSAGE = 'passage';
