import type { Documents } from '../../domain/documents.ts';
import { isJsonObject, type Json } from '../../domain/kernel/json.ts';
import { isReferenceLike, readReference } from '../../domain/secret/reference.ts';
import type { Secret } from '../../domain/secret/secret.ts';
import type { DocumentStore } from '../../ports/document-store.ts';

/** What holds references, and where in it they are. */
const HOLDERS = {
  profile: (doc: Documents['profile']) => doc.spec,
  policy: (doc: Documents['policy']) => doc.spec,
  workflow: (doc: Documents['workflow']) => doc.definition,
} as const;

/**
 * Something that refers to a secret by its name or id, in words; undefined when nothing does. What is made a moment later is not seen: then its nodes say that
 * they do not find the secret.
 */
export async function referrerOf(
  store: DocumentStore,
  { project, name, id }: Pick<Secret, 'project' | 'name' | 'id'>,
): Promise<string | undefined> {
  const isMeant = (text: string): boolean => text === name || text === id;
  for (const kind of ['profile', 'policy', 'workflow'] as const) {
    let after: string | undefined;
    do {
      const page = await store.list(kind, project, { after });
      const found = page.items.find((doc) => refers(HOLDERS[kind](doc as never), isMeant));
      if (found) return `the ${kind} '${found.name}'`;
      after = page.last;
    } while (after !== undefined);
  }
  return undefined;
}

/** Anywhere in it, whether it would be followed there or not. */
function refers(value: Json, isMeant: (id: string) => boolean): boolean {
  if (isReferenceLike(value)) {
    const reference = readReference(value);
    return typeof reference !== 'string' && reference.backend === 'coppice' && isMeant(reference.id);
  }
  const children = Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  return children.some((child: Json) => refers(child, isMeant));
}
