import type { Documents, Sighting, Write } from '../../domain/documents.ts';
import { linkTo, type Usable, usageOf } from '../../domain/permission/use.ts';
import type { DocumentStore } from '../../ports/document-store.ts';

/** What commits along when a project begins to use something: nothing, if it is its own or was used before. */
export async function beginUse(store: DocumentStore, project: string, used: Documents[Usable]): Promise<readonly Write[]> {
  if (used.project === project || (await store.get('link', { project, id: used.id }))) return [];
  return [
    { put: 'link', doc: linkTo(used, project) },
    { put: 'usage', doc: usageOf(used, project) },
  ];
}

/** The projects in which something may be in use: its own, and those that have ever begun. */
export async function usersOf(store: DocumentStore, { project, id }: Pick<Sighting, 'project' | 'id'>): Promise<readonly string[]> {
  const { items } = await store.list('usage', project);
  return [project, ...items.filter(({ objectId }) => objectId === id).map(({ user }) => user)];
}

/** Once something is gone, nobody needs to know any more who used it. What a crash leaves leads nowhere. */
export async function forgetUses(store: DocumentStore, { project, id }: Pick<Sighting, 'project' | 'id'>): Promise<void> {
  const { items } = await store.list('usage', project);
  await Promise.all(
    items
      .filter(({ objectId }) => objectId === id)
      .map(async (usage) => {
        const link = await store.get('link', { project: usage.user, id });
        await store.commit([{ remove: 'usage', doc: usage }, ...(link ? [{ remove: 'link', doc: link } as const] : [])]);
      }),
  );
}
