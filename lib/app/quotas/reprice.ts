import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Node } from '../../domain/cluster/node.ts';
import { mix } from '../../domain/kernel/ids.ts';
import { type PriceList, priceOf } from '../../domain/quota/price.ts';
import { quotaId } from '../../domain/quota/usage.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import { untilCommitted } from '../app.ts';
import { readOneUsed } from '../uses/read-used.ts';

const PAGE = 200;

/** Two lists that differ have different marks. */
export const markOf = (prices: PriceList): string => mix(JSON.stringify(prices), 0x70726963).toString(36);

/**
 * Has what a project has counted at the prices of now: whatever is written gets them, so what has others is written again. Nothing is refused for it.
 *
 * Killed on its way, it begins anew: the usage says only at the end that it is done.
 */
export async function reprice(store: DocumentStore, prices: PriceList, project: string): Promise<void> {
  const ref = { project, id: quotaId(project) };
  const mark = markOf(prices);
  if ((await store.get('quota', ref))?.prices === mark) return;
  const rates = new Map<string, number>();
  const rateOf = async (profileId: string): Promise<number> => {
    const known = rates.get(profileId);
    const profile = known === undefined ? await readOneUsed(store, 'profile', { project, id: profileId }) : undefined;
    const rate = known ?? (profile ? priceOf(prices, profile) : 0);
    rates.set(profileId, rate);
    return rate;
  };
  await everyOne(store, 'cluster', project, async (cluster) => (cluster.price?.each ?? 0) !== (await rateOf(cluster.profileId)));
  await everyOne(store, 'node', project, async (node) => (node.price?.own ?? 0) !== (await rateOf(node.profileId)));
  await untilCommitted(async () => {
    const usage = await store.get('quota', ref);
    return usage ? store.commit([{ put: 'quota', doc: { ...usage, prices: mark } }]) : 'committed';
  });
}

async function everyOne<K extends 'cluster' | 'node'>(
  store: DocumentStore,
  kind: K,
  project: string,
  isOld: (doc: K extends 'cluster' ? Cluster : Node) => Promise<boolean>,
): Promise<void> {
  let after: string | undefined;
  do {
    const page = await store.list(kind, project, { after, limit: PAGE });
    for (const { id } of page.items) {
      await untilCommitted(async () => {
        const doc = (await store.get(kind, { project, id })) as Parameters<typeof isOld>[0] | undefined;
        return doc && (await isOld(doc))
          ? store.commit([{ put: kind, doc } as Parameters<DocumentStore['commit']>[0][number]])
          : 'committed';
      });
    }
    after = page.last;
  } while (after !== undefined);
}
