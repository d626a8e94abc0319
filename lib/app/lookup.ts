import type { Documents, Kind } from '../domain/documents.ts';
import type { Principal } from '../domain/identity/principal.ts';
import { type Refusal, refused } from '../domain/kernel/fault.ts';
import { isId } from '../domain/kernel/ids.ts';
import { ACCESSES } from '../domain/permission/access.ts';
import { isGuestOf } from '../domain/permission/standing.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import { findShared } from './grants/find-shared.ts';

export type Found<K extends Kind> = { readonly kind: 'ok'; readonly doc: Documents[K] };

/**
 * The document a caller means by a name, an id or a short id. An administrator's own project is looked through first, then all the others. Whoever may
 * reach beyond the project has what they were given looked through last, so what is their own costs nothing more, and goes before what is not.
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
    if (hits.length > 1) return ambiguous(kind, text);
    if (hits[0]) return { kind: 'ok', doc: hits[0] };
  }
  return lookUpShared(store, caller, kind, text);
}

/** The same among what a caller was given only. What was given for less than is asked for is forbidden: that it is there they know. */
async function lookUpShared<K extends Kind>(
  store: DocumentStore,
  { reach, ...caller }: Principal,
  kind: K,
  text: string,
  within?: string,
): Promise<Found<K> | Refusal> {
  const all = reach && !caller.isAdmin ? await findShared(store, { ...caller, reach }, kind, text) : [];
  const [found, another] = within === undefined ? all : all.filter(({ doc }) => doc.project === within);
  if (!found) return refused(`${kind}.not-found`, `The ${kind} '${text}' could not be found.`);
  if (another) return ambiguous(kind, text);
  return reach?.accesses.includes(found.access)
    ? { kind: 'ok', doc: found.doc }
    : refused('forbidden', `The ${kind} '${text}' is shared with you for less than that.`);
}

const ambiguous = (kind: Kind, text: string): Refusal =>
  refused(`${kind}.ambiguous`, `Multiple results found matching the query criteria '${text}'. Please be more specific.`);

/**
 * The same for something a request's body refers to: that it is missing is then the body's fault.
 *
 * @param project whose it must be: what belongs together lies in one project, also when an administrator asks. Who is let at something of another project
 * by a grant gets to name there what they were given as well, and nothing else
 */
export async function lookUpReference<K extends Kind>(
  store: DocumentStore,
  caller: Principal,
  kind: K,
  text: string,
  project: string = caller.projectId,
): Promise<Found<K> | Refusal> {
  const { reach: _, ...own } = caller;
  return asReference(
    isGuestOf(caller, project)
      ? await lookUpShared(store, caller, kind, text, project)
      : await lookUp(store, { ...own, projectId: project, isAdmin: false }, kind, text),
    kind,
    text,
  );
}

/** The same for what is made use of and stays as it is: that may be another project's, if it was given to the caller, for whatever. */
export async function lookUpForUse<K extends 'profile' | 'policy' | 'cluster' | 'node'>(
  store: DocumentStore,
  caller: Principal,
  kind: K,
  text: string,
  project: string = caller.projectId,
): Promise<Found<K> | Refusal> {
  const user: Principal = caller.reach ? { ...caller, reach: { ...caller.reach, accesses: ACCESSES } } : caller;
  if (isGuestOf(caller, project)) return lookUpReference(store, user, kind, text, project);
  return asReference(await lookUp(store, { ...user, projectId: project, isAdmin: false }, kind, text), kind, text);
}

const asReference = <F extends { readonly kind: 'ok' }>(found: F | Refusal, kind: Kind, text: string): F | Refusal =>
  found.kind === 'refused' && found.fault.code === `${kind}.not-found`
    ? refused('reference.not-found', `The specified ${kind} '${text}' could not be found.`)
    : found;
