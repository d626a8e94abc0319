import { isJsonObject, type JsonObject } from '../kernel/json.ts';
import { type PolicyFacts, type PolicyVerdict, pass, refuse } from './conduct.ts';
import { growthOf } from './growth.ts';

/** What the binding of an affinity policy remembers of its group, once it has one. */
export function groupIn(data: JsonObject | null): { readonly id: string; readonly inherited: boolean } | undefined {
  const named = data?.AffinityPolicy;
  const { servergroup_id: id, inherited_group: inherited } = isJsonObject(named) && isJsonObject(named.data) ? named.data : {};
  return typeof id === 'string' && id !== '' ? { id, inherited: inherited === true } : undefined;
}

/** What a group is to be called: as the policy says, else as the profile hints at, else by lot. */
export function groupName(properties: JsonObject, profile: JsonObject, lot: string): string {
  const { servergroup } = properties;
  const hints = profile.scheduler_hints;
  const names = [isJsonObject(servergroup) ? servergroup.name : undefined, isJsonObject(hints) ? hints.group : undefined];
  return names.find((name): name is string => typeof name === 'string' && name !== '') ?? `server_group_${lot}`;
}

type Affinity = { readonly availability_zone?: string; readonly enable_drs_extension: boolean };

/** Puts every node that comes into the group. */
export function putTogether({ availability_zone: zone, enable_drs_extension: drs }: Affinity, facts: PolicyFacts): PolicyVerdict {
  const { binding, decisions } = facts;
  const count = growthOf(facts) - (decisions.reuse?.nodes.length ?? 0);
  if (count <= 0) return pass('No node is made.');
  const group = groupIn(binding.data);
  if (!group) return pass('The policy has no server group: it was attached by a version of this service that made none.');
  if (drs) return refuse('policy.no-plan', 'No suitable vSphere host is available.');
  const placement = { servergroup: group.id, ...(zone && { zone }) };
  // One stands for all: every node goes the same way.
  return { kind: 'go', decisions: { placement: { count, placements: [placement] } }, reason: `${count} in server group ${group.id}.` };
}
