import type { Node } from '../../domain/cluster/node.ts';
import type { Listed } from '../../domain/orphan/orphan.ts';
import { type PriceList, priceOf } from '../../domain/quota/price.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { Driver } from '../../ports/driver.ts';
import { readOneUsed } from '../uses/read-used.ts';

/** Where prices are, and what is asked for them. */
export type Pricing = { readonly store: Pick<DocumentStore, 'getMany'>; readonly prices?: PriceList | undefined };

/**
 * What a resource costs an hour that nobody remembers, in millionths: as the profile of its node says, if that is there, else as its cloud describes it. Of what no cloud
 * describes, such as a member of a load balancer, its type alone says. Undefined where no money is counted, and where nobody can tell.
 */
export async function priceOrphan(
  { store, prices }: Pricing,
  driver: Partial<Pick<Driver, 'inspect'>>,
  { project, profileType: type, physicalId, token }: Listed,
  node: Node | undefined,
): Promise<number | undefined> {
  if (!prices) return undefined;
  const profile = node && (await readOneUsed(store, 'profile', { project, id: node.profileId }));
  if (profile) return priceOf(prices, profile);
  if (!driver.inspect) return priceOf(prices, { type, spec: {} });
  const answer = await driver.inspect(physicalId, token);
  return answer.kind === 'fault' ? undefined : priceOf(prices, { type, spec: { properties: answer.properties } });
}
