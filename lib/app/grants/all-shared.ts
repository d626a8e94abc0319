import type { Documents, Kind } from '../../domain/documents.ts';
import { orderOf } from '../../domain/kernel/ids.ts';
import { accessTo, concerning } from '../../domain/permission/coverage.ts';
import type { Share } from '../../domain/permission/grant.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import { type Reaching, refsOf, sharesOf } from './find-shared.ts';

/**
 * All documents of a kind that a caller was given, in creation order.
 *
 * @param clusterIds only what belongs to these is looked for, where it is a cluster's
 */
export async function allShared<K extends Kind>(
  store: DocumentStore,
  caller: Reaching,
  kind: K,
  clusterIds?: readonly string[],
): Promise<readonly Documents[K][]> {
  const all = concerning(kind, await sharesOf(store, caller));
  const shares = clusterIds ? all.filter(({ objectKind, objectId }) => objectKind !== 'cluster' || clusterIds.includes(objectId)) : all;
  const [things, belongings] = await Promise.all([store.getMany(kind, refsOf(kind, shares)), belongingsOf(store, kind, shares)]);
  const found = [...new Map([...things, ...belongings].map((doc) => [doc.id, doc])).values()];
  return found.filter((doc) => accessTo(kind, doc, shares)).sort((a, b) => (orderOf(a.id) < orderOf(b.id) ? -1 : 1));
}

/** What may belong to what was given: a cluster knows its members; actions and events are found among all of their project. */
async function belongingsOf<K extends Kind>(store: DocumentStore, kind: K, shares: readonly Share[]): Promise<readonly Documents[K][]> {
  const indirect = shares.filter(({ objectKind }) => objectKind !== kind);
  if (kind === 'node') {
    const clusters = await store.getMany('cluster', refsOf('cluster', indirect));
    return store.getMany(
      kind,
      clusters.flatMap(({ project, nodes }) => nodes.map((id) => ({ project, id }))),
    );
  }
  const owners = [...new Set(indirect.map(({ owner }) => owner))];
  return (await Promise.all(owners.map(async (owner) => (await store.list(kind, owner)).items))).flat();
}
