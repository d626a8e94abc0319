import type { Cluster } from '../../domain/cluster/cluster.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { App } from '../app.ts';
import type { Clustering, NamedBinding } from '../clustering.ts';
import { lookUp } from '../lookup.ts';
import { boundPolicy, namedBindings } from './bound-policy.ts';

/** A cluster's bindings in the order in which they were attached, unless asked otherwise. */
export const listBindings =
  (app: App): Clustering['listBindings'] =>
  async (caller, text, { filters, sort }) => {
    const found = await lookUp(app.store, caller, 'cluster', text);
    if (found.kind === 'refused') return found;
    const named = (await shown(app, found.doc)).filter((b) =>
      Object.entries(filters).every(([key, values]) => values.includes(fieldOf(b, key))),
    );
    const [order] = sort;
    if (!order) return { kind: 'ok', bindings: named };
    const sign = order.descending ? -1 : 1;
    const compare = (a: NamedBinding, b: NamedBinding) => sign * fieldOf(a, order.key).localeCompare(fieldOf(b, order.key));
    return { kind: 'ok', bindings: [...named].sort(compare) };
  };

export const showBinding =
  (app: App): Clustering['showBinding'] =>
  async (caller, text, request) => {
    const cluster = await lookUp(app.store, caller, 'cluster', text);
    if (cluster.kind === 'refused') return cluster;
    const policy = await boundPolicy(app, caller, cluster.doc, request.policy);
    if (policy.kind === 'refused') return asLookedUp(policy, request.policy);
    const { binding, name: policyName } = policy;
    if (!binding) {
      return refused('binding.not-found', `The policy '${request.policy}' is not found attached to the specified cluster '${text}'.`);
    }
    return { kind: 'ok', binding, clusterId: cluster.doc.id, clusterName: cluster.doc.name, policyName };
  };

/** Here it is what the path names, and not something in a body. */
const asLookedUp = (refusal: Refusal, text: string): Refusal =>
  refusal.fault.code === 'reference.not-found' ? refused('policy.not-found', `The policy '${text}' could not be found.`) : refusal;

const shown = async (app: App, cluster: Cluster): Promise<readonly NamedBinding[]> =>
  (await namedBindings(app, cluster)).map(({ binding, name }) => ({
    binding,
    clusterId: cluster.id,
    clusterName: cluster.name,
    policyName: name,
  }));

function fieldOf({ binding, policyName }: NamedBinding, key: string): string {
  if (key === 'policy_name') return policyName;
  return key === 'policy_type' ? binding.policyType : String(binding.enabled);
}
