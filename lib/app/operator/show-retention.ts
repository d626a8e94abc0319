import { DEFAULT_RULES, type Retention } from '../../domain/retention/rule.ts';
import { SCAVENGING, type ScavengerRun } from '../../domain/retention/scavenging.ts';
import type { App } from '../app.ts';

/** The last runs are newest first. */
export type SeenRetention = Retention & { readonly runs: readonly ScavengerRun[] };

export async function showRetention({ store, retention = { rules: DEFAULT_RULES, archive: null } }: App): Promise<SeenRetention> {
  return { ...retention, runs: (await store.get('scavenging', SCAVENGING))?.runs ?? [] };
}
