import { refused } from '../../domain/kernel/fault.ts';
import type { Subscription } from '../../domain/subscription/subscription.ts';
import { type App, untilCommitted } from '../app.ts';
import { lookUp } from '../lookup.ts';
import { readFilters } from './read-filters.ts';
import { sealSecret } from './secrets.ts';
import type { SubscriptionVerbs } from './subscribing.ts';

/** Everything but where the events go: that would be another subscription. */
export const updateSubscription =
  (app: App): SubscriptionVerbs['updateSubscription'] =>
  (caller, text, { name, filters: asked, secret, maxAttempts }) =>
    untilCommitted(async () => {
      const found = await lookUp(app.store, caller, 'subscription', text);
      if (found.kind === 'refused') return found;
      const { doc } = found;
      if (secret !== undefined && doc.target.type !== 'webhook')
        return refused('subscription.secret.unused', 'Only deliveries to a webhook are signed: there is no use for a secret.');
      const read = asked && (await readFilters(app, caller, doc.project, asked));
      if (read?.kind === 'refused') return read;
      const sealed = secret === undefined ? undefined : await sealSecret(app, doc, secret);
      if (sealed && 'code' in sealed) return { kind: 'refused', fault: sealed };
      const subscription: Subscription = {
        ...doc,
        ...(name !== undefined && { name }),
        ...(maxAttempts !== undefined && { maxAttempts }),
        ...(read && { filters: read.filters }),
        ...(sealed && { sealedSecret: sealed.text }),
        updatedAt: app.clock.now(),
      };
      return (await app.store.commit([{ put: 'subscription', doc: subscription }])) === 'stale' ? 'stale' : { kind: 'ok', subscription };
    });
