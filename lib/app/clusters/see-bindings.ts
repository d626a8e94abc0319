import type { Binding, Cluster } from '../../domain/cluster/cluster.ts';
import { refused } from '../../domain/kernel/fault.ts';
import type { App } from '../app.ts';
import type { Clustering, NamedBinding } from '../clustering.ts';
import { lookUp } from '../lookup.ts';

/** A cluster's bindings in the order in which they were attached, unless asked otherwise. */
export const listBindings =
  (app: App): Clustering['listBindings'] =>
  async (caller, text, { filters, sort }) => {
    const found = await lookUp(app.store, caller, 'cluster', text);
    if (found.kind === 'refused') return found;
    const named = (await name(app, found.doc, found.doc.bindings)).filter((b) =>
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
    const policy = await lookUp(app.store, caller, 'policy', request.policy);
    if (policy.kind === 'refused') return policy;
    const binding = cluster.doc.bindings.find((b) => b.policyId === policy.doc.id);
    if (!binding) {
      return refused('binding.not-found', `The policy '${request.policy}' is not found attached to the specified cluster '${text}'.`);
    }
    return { kind: 'ok', binding, clusterId: cluster.doc.id, clusterName: cluster.doc.name, policyName: policy.doc.name };
  };

async function name({ store }: App, cluster: Cluster, bindings: readonly Binding[]): Promise<readonly NamedBinding[]> {
  const policies = await store.getMany(
    'policy',
    bindings.map((b) => ({ project: cluster.project, id: b.policyId })),
  );
  const names = new Map(policies.map((p) => [p.id, p.name]));
  return bindings.map((binding) => ({
    binding,
    clusterId: cluster.id,
    clusterName: cluster.name,
    policyName: names.get(binding.policyId) ?? '',
  }));
}

function fieldOf({ binding, policyName }: NamedBinding, key: string): string {
  if (key === 'policy_name') return policyName;
  return key === 'policy_type' ? binding.policyType : String(binding.enabled);
}
