import { MOST_WRITES } from '../domain/documents.ts';
import { isExpired } from '../domain/permission/grant.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import { forgetGrants } from './grants/forget-grants.ts';

/** What has a `forgetAt`, at once or when it has ended. */
const FORGOTTEN = ['request', 'execution'] as const;

/** Removes what has been kept long enough. For tables that do not do so themselves: DynamoDB in AWS has `ttl` for it, at no cost. */
export async function forgetOld({ store, clock }: { readonly store: DocumentStore; readonly clock: Clock }): Promise<void> {
  const now = clock.now();
  for (const project of await store.projects()) {
    for (const kind of FORGOTTEN) {
      const { items } = await store.list(kind, project);
      const old = items.filter(({ forgetAt }) => forgetAt !== undefined && forgetAt <= now);
      for (let from = 0; from < old.length; from += MOST_WRITES) {
        // Stale: somebody uses one of them again just now; the next time will do.
        await store.commit(old.slice(from, from + MOST_WRITES).map((doc) => ({ remove: kind, doc })));
      }
    }
    const { items } = await store.list('grant', project);
    await forgetGrants(
      store,
      items.filter((grant) => isExpired(grant, now)),
    );
  }
}
