import type { Documents, Kind } from '../domain/documents.ts';
import type { Principal } from '../domain/identity/principal.ts';
import { type Refusal, refused } from '../domain/kernel/fault.ts';
import { isId } from '../domain/kernel/ids.ts';
import type { DocumentStore } from '../ports/document-store.ts';

export type Found<K extends Kind> = { readonly kind: 'ok'; readonly doc: Documents[K] };

/**
 * The document a caller means by a name, an id or a short id. An administrator's own project is looked through first, then all the others.
 * Somebody else's document is not found, like one that never was.
 */
export async function lookUp<K extends Kind>(store: DocumentStore, caller: Principal, kind: K, text: string): Promise<Found<K> | Refusal> {
  const projects = caller.isAdmin
    ? [caller.projectId, ...(await store.projects()).filter((id) => id !== caller.projectId)]
    : [caller.projectId];
  for (const project of projects) {
    const doc = isId(text) ? await store.get(kind, { project, id: text }) : undefined;
    if (doc) return { kind: 'ok', doc };
  }
  // Events have no name, and what was asked for by full id and not found could still be a name.
  for (const project of projects) {
    const hits = text === '' ? [] : await store.find(kind, project, text);
    if (hits.length > 1)
      return refused(`${kind}.ambiguous`, `Multiple results found matching the query criteria '${text}'. Please be more specific.`);
    if (hits[0]) return { kind: 'ok', doc: hits[0] };
  }
  return refused(`${kind}.not-found`, `The ${kind} '${text}' could not be found.`);
}

/**
 * The same for something a request's body refers to: that it is missing is then the body's fault.
 *
 * @param project whose it must be: what belongs together lies in one project, also when an administrator asks
 */
export async function lookUpReference<K extends Kind>(
  store: DocumentStore,
  caller: Principal,
  kind: K,
  text: string,
  project: string = caller.projectId,
): Promise<Found<K> | Refusal> {
  const found = await lookUp(store, { ...caller, projectId: project, isAdmin: false }, kind, text);
  return found.kind === 'refused' && found.fault.code === `${kind}.not-found`
    ? refused('reference.not-found', `The specified ${kind} '${text}' could not be found.`)
    : found;
}
