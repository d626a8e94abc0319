import type { Cluster } from '../cluster/cluster.ts';
import { isJsonObject } from '../kernel/json.ts';
import { affinity } from '../policy/affinity.ts';
import { groupIn, groupName } from '../policy/affinity-group.ts';
import { namedData } from '../policy/binding-data.ts';
import { findPolicyType } from '../policy/catalogue.ts';
import type { Policy } from '../policy/policy.ts';
import { policyProperties } from '../policy/policy-properties.ts';
import { propertiesOf } from '../profile/properties.ts';
import type { Action } from './action.ts';
import type { GroupCall } from './call.ts';
import type { Answered, Stage, StageChange, Undoing } from './cluster-plan.ts';
import type { Input } from './machine.ts';

export const isAffine = (policyType: string): boolean => findPolicyType(policyType)?.name === affinity.name;

/** Finds or makes the group that a policy just attached puts nodes into. */
export function arrangeStage(self: Action, stage: number, cluster: Cluster, policy: Policy, { seen }: Input): Stage {
  if (stage > 0) return { kind: 'end' };
  const profile = seen.profiles.find(({ id }) => id === cluster.profileId);
  if (!profile) return { kind: 'look', sight: { profiles: [cluster.profileId] } };
  const properties = policyProperties(affinity, policy) ?? {};
  const { servergroup } = properties;
  const wanted = isJsonObject(servergroup) ? servergroup.policies : undefined;
  const group: GroupCall['group'] = {
    project: cluster.project,
    kind: cluster.profileType,
    name: groupName(properties, propertiesOf(profile), self.id),
    policy: typeof wanted === 'string' ? wanted : 'anti-affinity',
  };
  return { kind: 'call', call: { to: 'arrange', token: self.id, group, memory: self.memory ?? {} } };
}

/** The binding remembers its group. */
export function arranged(cluster: Cluster, policy: Policy, { returned }: Answered): StageChange {
  const data = returned.kind === 'ok' && returned.data ? namedData(affinity, returned.data) : null;
  return { cluster: { bindings: cluster.bindings.map((b) => (b.policyId === policy.id ? { ...b, data } : b)) } };
}

/** The call that removes the group of a binding; undefined where it was there before, or never came to be. */
function disbanding(self: Action, { project, profileType, bindings }: Cluster, id: string): GroupCall | undefined {
  const group = groupIn(bindings.find(({ policyId }) => policyId === id)?.data ?? null);
  if (!group || group.inherited) return undefined;
  return {
    to: 'disband',
    token: `${self.id}.disband.${id}`,
    group: { project, kind: profileType, name: '', policy: '' },
    id: group.id,
    memory: {},
  };
}

/** The same for one whose making was never answered: by the name that nobody else gives. Of a name that somebody chose, nobody knows whose it is. */
function disbandingLot(self: Action, { project, profileType, bindings }: Cluster, policy: Policy): GroupCall | undefined {
  if (groupIn(bindings.find(({ policyId }) => policyId === policy.id)?.data ?? null)) return undefined;
  const name = groupName({}, {}, self.id);
  return { to: 'disband', token: `${self.id}.disband`, group: { project, kind: profileType, name, policy: '' }, memory: {} };
}

export function disbandStage(self: Action, stage: number, cluster: Cluster, policy: Policy): Stage {
  const call = stage === 0 ? disbanding(self, cluster, policy.id) : undefined;
  return call ? { kind: 'call', call } : { kind: 'end' };
}

/** An attachment that came to nothing leaves no binding, and no group that it made. */
export function undoArrange(self: Action, cluster: Cluster, policy: Policy): Undoing {
  const call = disbanding(self, cluster, policy.id) ?? disbandingLot(self, cluster, policy);
  const bindings = cluster.bindings.filter(({ policyId }) => policyId !== policy.id);
  return { kind: 'undo', ...(call && { call }), writes: [], cluster: { bindings } };
}

/** The groups that go with their cluster, one after another. @param done how many are gone already */
export function disbandNext(self: Action, cluster: Cluster, done: number): Stage {
  const calls = cluster.bindings.flatMap(({ policyType, policyId }) =>
    isAffine(policyType) ? (disbanding(self, cluster, policyId) ?? []) : [],
  );
  const call = calls[done];
  return call ? { kind: 'call', call } : { kind: 'end' };
}
