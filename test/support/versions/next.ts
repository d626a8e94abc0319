import { withCommit } from '../../../lib/app/with-commit.ts';
import type { Kind, Write } from '../../../lib/domain/documents.ts';
import type { DocumentStore } from '../../../lib/ports/document-store.ts';

type Fields = { readonly [field: string]: unknown };
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the next version of the service writes that this one has never heard of. */
const NEWS = { since: 'the next version' };

/** Where a version may add fields without another shape: the documents themselves, and these of what is in them. */
const PLACES = ['lock', 'bindings', 'state', 'rule', 'history'];

/** A document as the next version writes it. */
export function news<T extends object>(doc: T): T {
  const within = Object.entries(doc).map(([field, value]) => {
    if (!PLACES.includes(field)) return [field, value];
    if (Array.isArray(value)) return [field, value.map((one) => (isFields(one) ? { ...one, news: NEWS } : one))];
    return [field, isFields(value) ? { ...value, news: NEWS } : value];
  });
  return { ...Object.fromEntries(within), news: NEWS } as T;
}

/** What of it is gone from the next form of a document: places that are still there, and news that is not. */
export function lostNews(before: Fields, after: Fields): readonly string[] {
  const lost: string[] = [];
  const compare = (place: string, one: unknown, other: unknown) => {
    if (isFields(one) && 'news' in one && isFields(other) && !('news' in other)) lost.push(place);
  };
  compare('the document', before, after);
  for (const place of PLACES) {
    const [was, is] = [before[place], after[place]];
    if (place === 'state' && isFields(was) && isFields(is) && was.phase !== is.phase) continue;
    if (Array.isArray(was) && Array.isArray(is)) {
      for (const one of was)
        compare(
          place,
          one,
          is.find((other) => isFields(other) && isFields(one) && other.policyId === one.policyId),
        );
    } else compare(place, was, is);
  }
  return lost;
}

/** The store as a worker of the next version has it: what it writes has more in it. */
export const nextVersion = (store: DocumentStore): DocumentStore =>
  withCommit(store, (writes) =>
    store.commit(writes.map((write) => ('put' in write ? ({ ...write, doc: news(write.doc) } as Write) : write))),
  );

/** The store as a worker of this version has it, which is watched. @param tell what it erased */
export const thisVersion = (store: DocumentStore, tell: (lost: string) => void): DocumentStore =>
  withCommit(store, async (writes) => {
    const told: string[] = [];
    for (const write of writes) {
      if (!('put' in write) || write.doc.version === 0) continue;
      const before = await store.get(write.put as Kind, write.doc);
      for (const place of before ? lostNews(before as Fields, write.doc as Fields) : []) told.push(`${write.put}: ${place}`);
    }
    const answer = await store.commit(writes);
    if (answer === 'committed') told.map(tell);
    return answer;
  });
