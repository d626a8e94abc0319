import { MOST_WRITES } from '../../domain/documents.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DocumentStore } from '../../ports/document-store.ts';

/** Removes what has been remembered long enough. For tables that do not do so themselves: DynamoDB in AWS has `ttl` for it, at no cost. */
export async function forgetRequests({ store, clock }: { readonly store: DocumentStore; readonly clock: Clock }): Promise<void> {
  const now = clock.now();
  for (const project of await store.projects()) {
    const { items } = await store.list('request', project);
    const old = items.filter(({ forgetAt }) => forgetAt <= now);
    for (let from = 0; from < old.length; from += MOST_WRITES) {
      // Stale: somebody uses one of them again just now; the next time will do.
      await store.commit(old.slice(from, from + MOST_WRITES).map((doc) => ({ remove: 'request', doc })));
    }
  }
}
