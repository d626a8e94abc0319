import type { Documents, Ref } from '../../domain/documents.ts';
import type { Usable } from '../../domain/permission/use.ts';
import type { DocumentStore } from '../../ports/document-store.ts';

/**
 * Profiles or policies that clusters and nodes of a project go by, by reference from there: the project's own, and what of other projects it has begun to use.
 * Asks for nobody: who may begin is asked when somebody begins.
 */
export async function readUsed<K extends Usable>(
  store: Pick<DocumentStore, 'getMany'>,
  kind: K,
  refs: readonly Ref[],
): Promise<readonly Documents[K][]> {
  const own = await store.getMany(kind, refs);
  if (own.length === refs.length) return own;
  const there = new Set(own.map(({ id }) => id));
  const links = await store.getMany(
    'link',
    refs.filter(({ id }) => !there.has(id)),
  );
  if (links.length === 0) return own;
  const foreign = await store.getMany(
    kind,
    links.map(({ owner: project, id }) => ({ project, id })),
  );
  return [...own, ...foreign];
}

export const readOneUsed = async <K extends Usable>(
  store: Pick<DocumentStore, 'getMany'>,
  kind: K,
  ref: Ref,
): Promise<Documents[K] | undefined> => (await readUsed(store, kind, [ref]))[0];
