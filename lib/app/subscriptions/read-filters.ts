import type { Principal } from '../../domain/identity/principal.ts';
import type { Refusal } from '../../domain/kernel/fault.ts';
import type { Filters } from '../../domain/subscription/filters.ts';
import type { App } from '../app.ts';
import { lookUpReference } from '../lookup.ts';

/** With the ids that the names mean now. */
export async function readFilters(
  { store }: Pick<App, 'store'>,
  caller: Principal,
  project: string,
  asked: Filters,
): Promise<{ readonly kind: 'ok'; readonly filters: Filters } | Refusal> {
  const clusters: string[] = [];
  for (const text of asked.clusters ?? []) {
    const found = await lookUpReference(store, caller, 'cluster', text, project);
    if (found.kind === 'refused') return found;
    clusters.push(found.doc.id);
  }
  return { kind: 'ok', filters: { ...asked, ...(asked.clusters && { clusters }) } };
}
