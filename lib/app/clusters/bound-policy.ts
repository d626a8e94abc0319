import type { Binding, Cluster } from '../../domain/cluster/cluster.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { isGuestOf } from '../../domain/permission/standing.ts';
import type { App } from '../app.ts';
import { lookUpReference } from '../lookup.ts';
import { readUsed } from '../uses/read-used.ts';

export type Bound = { readonly kind: 'ok'; readonly id: string; readonly name: string; readonly binding: Binding | undefined };

/**
 * The policy that is meant where one is attached already. It is looked for in the cluster's project, and then among what is attached: whoever may change a
 * cluster that was shared with them sees which policies it has, and whose policy it is says nothing about whether it may be taken off again.
 */
export async function boundPolicy(app: App, caller: Principal, cluster: Cluster, text: string): Promise<Bound | Refusal> {
  const found = isGuestOf(caller, cluster.project)
    ? missing(text)
    : await lookUpReference(app.store, caller, 'policy', text, cluster.project);
  if (found.kind === 'ok') {
    const { id, name } = found.doc;
    return { kind: 'ok', id, name, binding: cluster.bindings.find(({ policyId }) => policyId === id) };
  }
  if (found.fault.code !== 'reference.not-found') return found;
  const attached = await namedBindings(app, cluster);
  const exact = attached.filter(({ name, binding }) => name === text || binding.policyId === text);
  const [meant, another] = exact.length > 0 ? exact : attached.filter(({ binding }) => text !== '' && binding.policyId.startsWith(text));
  if (another) return refused('policy.ambiguous', `Multiple results found matching the query criteria '${text}'. Please be more specific.`);
  return meant ? { kind: 'ok', id: meant.binding.policyId, ...meant } : found;
}

const missing = (text: string): Refusal => refused('reference.not-found', `The specified policy '${text}' could not be found.`);

/** A cluster's bindings with the names that their policies have now. */
export async function namedBindings(
  { store }: App,
  { project, bindings }: Cluster,
): Promise<readonly { readonly binding: Binding; readonly name: string }[]> {
  const policies = await readUsed(
    store,
    'policy',
    bindings.map(({ policyId: id }) => ({ project, id })),
  );
  const names = new Map(policies.map(({ id, name }) => [id, name]));
  return bindings.map((binding) => ({ binding, name: names.get(binding.policyId) ?? '' }));
}
