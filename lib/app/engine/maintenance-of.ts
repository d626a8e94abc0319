import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { findPolicyType } from '../../domain/policy/catalogue.ts';
import { MAINTENANCE } from '../../domain/policy/maintenance.ts';
import { policyProperties } from '../../domain/policy/policy-properties.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import { readUsed } from '../uses/read-used.ts';

export type Maintenance = { readonly id: string; readonly name: string; readonly properties: JsonObject };

/** The maintenance policies a cluster heeds. Nothing is read for a cluster that has none. */
export async function maintenanceOf(
  store: Pick<DocumentStore, 'getMany'>,
  { project, bindings, suspended }: Pick<Cluster, 'project' | 'bindings' | 'suspended'>,
): Promise<readonly Maintenance[]> {
  const heeded = bindings.filter(({ enabled, policyType }) => enabled && findPolicyType(policyType)?.name === MAINTENANCE);
  if (suspended?.everything || heeded.length === 0) return [];
  const policies = await readUsed(
    store,
    'policy',
    heeded.map(({ policyId: id }) => ({ project, id })),
  );
  return policies.flatMap((policy) => {
    const kind = findPolicyType(policy.type);
    const properties = kind && policyProperties(kind, policy);
    return properties ? [{ id: policy.id, name: policy.name, properties }] : [];
  });
}
