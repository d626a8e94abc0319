import type { Cluster } from '../cluster/cluster.ts';
import type { Fault } from '../kernel/fault.ts';
import type { JsonObject } from '../kernel/json.ts';
import { hear, seesOrphans, standingBefore } from '../policy/chain.ts';
import { type Decisions, decisionsIn } from '../policy/decisions.ts';
import { propertiesOf } from '../profile/properties.ts';
import type { Action } from './action.ts';
import type { Input, Sight } from './machine.ts';

export type Check =
  | { readonly kind: 'look'; readonly sight: Sight }
  /** `data`: what is to be stored on the action, come what may of it. */
  | { readonly kind: 'refuse'; readonly fault: Fault; readonly data: JsonObject }
  | { readonly kind: 'go'; readonly data: JsonObject };

/**
 * Asks the policies that stand before an action, once it has its locks and before it does anything. For root actions: what a parent asked
 * for was decided with the parent. Store `data` in the same commit as the action's first step, and act on `decisionsOf` it.
 */
export function checkPolicies(self: Action, cluster: Cluster, { seen, now, mostNodes }: Input): Check {
  const bindings = standingBefore(cluster, self.action);
  if (bindings.length === 0) return { kind: 'go', data: {} };
  // Members are what most policies are about, and that they were seen says that the policies were.
  if (!seen.members) {
    const orphans = bindings.some(seesOrphans);
    return { kind: 'look', sight: { policies: bindings.map(({ policyId }) => policyId), members: true, ...(orphans && { orphans }) } };
  }
  const members = seen.members.filter(({ clusterId }) => clusterId === cluster.id);
  const profile = seen.profiles.find(({ id }) => id === seen.node?.profileId);
  const known = { action: self, cluster, members, orphans: seen.orphans, now, mostNodes, profile: profile && propertiesOf(profile) };
  const { fault, data } = hear(bindings, seen.policies, known);
  return fault ? { kind: 'refuse', fault, data } : { kind: 'go', data };
}

/** What policies decided about an action, before this step or in it. */
export const decisionsOf = ({ data }: Pick<Action, 'data'>): Decisions => decisionsIn(data);
