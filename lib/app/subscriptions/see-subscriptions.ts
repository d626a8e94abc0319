import type { Letter, Subscription } from '../../domain/subscription/subscription.ts';
import type { App } from '../app.ts';
import { listDocuments } from '../listing.ts';
import { lookUp } from '../lookup.ts';
import type { SubscriptionVerbs } from './subscribing.ts';

export const listSubscriptions =
  (app: App): SubscriptionVerbs['listSubscriptions'] =>
  async (caller, request) => {
    const listed = await listDocuments(app.store, caller, 'subscription', request);
    return listed.kind === 'refused' ? listed : { kind: 'ok', subscriptions: listed.docs };
  };

export const showSubscription =
  (app: App): SubscriptionVerbs['showSubscription'] =>
  async (caller, text) => {
    const found = await lookUp(app.store, caller, 'subscription', text);
    return found.kind === 'refused' ? found : { kind: 'ok', subscription: found.doc };
  };

export const listLetters =
  (app: App): SubscriptionVerbs['listLetters'] =>
  async (caller, text, { limit, marker }) => {
    const found = await lookUp(app.store, caller, 'subscription', text);
    if (found.kind === 'refused') return found;
    const ofIt = { filters: { subscription_id: [found.doc.id] }, sort: IN_ORDER, globalProject: false };
    const owner = { ...caller, projectId: found.doc.project };
    const listed = await listDocuments(app.store, owner, 'letter', { limit, marker, ...ofIt });
    return listed.kind === 'refused' ? listed : { kind: 'ok', letters: listed.docs };
  };

const IN_ORDER = [{ key: 'position', descending: false }];

/** In the order of the journal. */
export async function lettersOf({ store }: Pick<App, 'store'>, { id, project }: Subscription): Promise<readonly Letter[]> {
  const { items } = await store.list('letter', project);
  return items.filter(({ subscriptionId }) => subscriptionId === id).sort((a, b) => a.position - b.position);
}
