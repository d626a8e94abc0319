import type { Write } from '../../domain/documents.ts';
import { audienceOf, type Grant } from '../../domain/permission/grant.ts';
import type { DocumentStore } from '../../ports/document-store.ts';

/** What takes a grant away from both who gave it and whom it was given to. */
export async function withoutGrant(store: DocumentStore, grant: Grant): Promise<readonly Write[]> {
  const share = await store.get('share', { project: audienceOf(grant.grantee), id: grant.id });
  return [{ remove: 'grant', doc: grant }, ...(share ? [{ remove: 'share', doc: share } as const] : [])];
}

/** Stale: somebody else writes it just now, and it is theirs to see to. */
export async function forgetGrants(store: DocumentStore, grants: readonly Grant[]): Promise<void> {
  await Promise.all(grants.map(async (grant) => store.commit(await withoutGrant(store, grant))));
}
