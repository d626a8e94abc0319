import type { Documents, Kind } from '../../domain/documents.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import { isId } from '../../domain/kernel/ids.ts';
import type { Access, Reach } from '../../domain/permission/access.ts';
import { accessTo, concerning } from '../../domain/permission/coverage.ts';
import { audiencesOf, isGood, type Share } from '../../domain/permission/grant.ts';
import type { DocumentStore } from '../../ports/document-store.ts';

export type Shared<K extends Kind> = { readonly doc: Documents[K]; readonly access: Access };

/** A caller who may look beyond the project. */
export type Reaching = Principal & { readonly reach: Reach };

/** What a caller was given and is still good: three small queries, in which nobody else's can be. */
export async function sharesOf(store: DocumentStore, caller: Reaching): Promise<readonly Share[]> {
  const lists = await Promise.all(audiencesOf(caller).map((audience) => store.list('share', audience)));
  return lists.flatMap(({ items }) => items).filter((share) => isGood(share, caller, caller.reach.at));
}

/**
 * What a text may mean among what a caller was given: by full id, by name, or by the beginning of an id. Of names and beginnings all are answered, so that
 * whoever asks sees that there are several.
 */
export async function findShared<K extends Kind>(
  store: DocumentStore,
  caller: Reaching,
  kind: K,
  text: string,
): Promise<readonly Shared<K>[]> {
  const shares = concerning(kind, await sharesOf(store, caller));
  if (shares.length === 0 || text === '') return [];
  const owners = [...new Set(shares.map(({ owner }) => owner))];
  const found = isId(text)
    ? await store.getMany(
        kind,
        owners.map((project) => ({ project, id: text })),
      )
    : await named(store, kind, text, shares, owners);
  return found.flatMap((doc) => {
    const access = accessTo(kind, doc, shares);
    return access ? [{ doc, access }] : [];
  });
}

/** The things themselves by what their grants name, what belongs to them by how their projects would find it. */
async function named<K extends Kind>(
  store: DocumentStore,
  kind: K,
  text: string,
  shares: readonly Share[],
  owners: readonly string[],
): Promise<readonly Documents[K][]> {
  const [things, belongings] = await Promise.all([
    store.getMany(kind, refsOf(kind, shares)),
    Promise.all(shares.some(({ objectKind }) => objectKind !== kind) ? owners.map((owner) => store.find(kind, owner, text)) : []),
  ]);
  const all = [...new Map([...things, ...belongings.flat()].map((doc) => [doc.id, doc])).values()];
  const exact = all.filter((doc) => 'name' in doc && doc.name === text);
  return exact.length > 0 ? exact : all.filter(({ id }) => id.startsWith(text));
}

/** The things of a kind that shares name, each once. */
export const refsOf = (kind: Kind, shares: readonly Share[]) => [
  ...new Map(
    shares.filter(({ objectKind }) => objectKind === kind).map(({ owner, objectId }) => [objectId, { project: owner, id: objectId }]),
  ).values(),
];
