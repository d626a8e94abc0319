import type { Documents, Write } from '../documents.ts';
import type { Usable } from './use.ts';

/**
 * What commits with the beginning of a use, so that what is used is there as long as it is. Of what somebody is about to delete, the mark of that is taken off: their removal then finds another
 * version, and they look for users again.
 */
export function holding<K extends Usable>(kind: K, doc: Documents[K]): Write {
  if (!doc.leaving) return { check: kind, doc };
  const { leaving: _, ...stays } = doc;
  return { put: kind, doc: stays } as unknown as Write;
}
