import type { ActionName } from '../../lib/domain/action/action.ts';
import type { Cluster } from '../../lib/domain/cluster/cluster.ts';
import type { Node } from '../../lib/domain/cluster/node.ts';
import type { JsonObject } from '../../lib/domain/kernel/json.ts';
import { findPolicyType } from '../../lib/domain/policy/catalogue.ts';
import type { PolicyFacts, PolicyVerdict } from '../../lib/domain/policy/conduct.ts';
import { policyProperties } from '../../lib/domain/policy/policy-properties.ts';
import { aCluster, aNode, anAction, idOf, T0 } from './documents.ts';

/** Members `a`, `b`, `c`…, in the order in which they joined. */
export const someMembers = (count: number, over: (i: number) => Partial<Node> = () => ({})): Node[] =>
  Array.from({ length: count }, (_, i) => {
    const name = String.fromCharCode(97 + i);
    return aNode({ id: idOf(name), name, index: i + 1, ...over(i) });
  });

export type Situation = {
  readonly action?: ActionName;
  readonly inputs?: JsonObject;
  readonly cluster?: Partial<Cluster>;
  readonly members?: readonly Node[];
  readonly more?: Partial<PolicyFacts>;
};

export function factsOf(
  type: string,
  { action = 'CLUSTER_SCALE_OUT', inputs = {}, cluster, members = someMembers(4), more }: Situation,
): PolicyFacts {
  return {
    action: anAction(action, { inputs }),
    cluster: aCluster({ nodes: members.map(({ id }) => id), desiredCapacity: members.length, ...cluster }),
    binding: { id: idOf('binding'), policyId: idOf('policy'), policyType: type, enabled: true, priority: 1, data: null, lastOp: null },
    members,
    decisions: {},
    now: T0,
    mostNodes: 1_000,
    ...more,
  };
}

/** What a policy of that type says. */
export function verdictOf(type: string, properties: JsonObject, situation: Situation): PolicyVerdict {
  const kind = findPolicyType(type);
  const read = kind && policyProperties(kind, { type, spec: { properties } });
  if (!kind?.conduct || !read) throw new Error(`${type} does not act on ${JSON.stringify(properties)}`);
  return kind.conduct.decide(read, factsOf(type, situation));
}
