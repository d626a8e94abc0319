import type { Sighting, Write } from '../../domain/documents.ts';
import { audienceOf, type Grant } from '../../domain/permission/grant.ts';
import type { DocumentStore } from '../../ports/document-store.ts';

/** What takes a grant away from both who gave it and whom it was given to. */
export async function withoutGrant(store: DocumentStore, grant: Grant): Promise<readonly Write[]> {
  const share = await store.get('share', { project: audienceOf(grant.grantee), id: grant.id });
  return [{ remove: 'grant', doc: grant }, ...(share ? [{ remove: 'share', doc: share } as const] : [])];
}

/** Stale: somebody else writes it just now, and it is theirs to see to; what is left gives nobody anything. */
export async function forgetGrants(store: DocumentStore, grants: readonly Grant[]): Promise<void> {
  await Promise.all(grants.map(async (grant) => store.commit(await withoutGrant(store, grant))));
}

/** Removes what was given of something that is gone. Its id never comes again, so what a crash leaves of this lets nobody at anything. */
export async function forgetGrantsOn(store: DocumentStore, { project, id }: Pick<Sighting, 'project' | 'id'>): Promise<void> {
  const { items } = await store.list('grant', project);
  await forgetGrants(
    store,
    items.filter(({ objectId }) => objectId === id),
  );
}
