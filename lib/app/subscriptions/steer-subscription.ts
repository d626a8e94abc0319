import type { Principal } from '../../domain/identity/principal.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { Subscription } from '../../domain/subscription/subscription.ts';
import { type App, untilCommitted } from '../app.ts';
import { lookUp } from '../lookup.ts';
import type { Answer } from '../verb.ts';
import { nudgeSubscription } from './nudge-subscription.ts';
import { beyond, lastPosition } from './positions.ts';
import { lettersOf } from './see-subscriptions.ts';
import type { ShownSubscription, SubscriptionVerbs } from './subscribing.ts';

/** How many letters are delivered again for one request. */
const MOST_LETTERS = 100;

/** Changes a subscription, whoever writes it meanwhile, and has it looked at. */
async function steer(
  app: App,
  caller: Principal,
  text: string,
  change: (subscription: Subscription) => Promise<Partial<Subscription> | Refusal> | Partial<Subscription>,
): Promise<Answer<ShownSubscription>> {
  return untilCommitted(async () => {
    const found = await lookUp(app.store, caller, 'subscription', text);
    if (found.kind === 'refused') return found;
    const changes = await change(found.doc);
    if ('kind' in changes) return changes;
    const now = app.clock.now();
    const subscription: Subscription = { ...found.doc, ...changes, dueAt: changes.paused ? null : now, updatedAt: now };
    if ((await app.store.commit([{ put: 'subscription', doc: subscription }])) === 'stale') return 'stale';
    if (!subscription.paused) await nudgeSubscription(app, subscription);
    return { kind: 'ok', subscription };
  });
}

/** What is being delivered at this moment still is. */
export const pauseSubscription =
  (app: App): SubscriptionVerbs['pauseSubscription'] =>
  (caller, text) =>
    steer(app, caller, text, () => ({ paused: true }));

/** Goes on where it stopped, at once: whoever resumes it has mended something. */
export const resumeSubscription =
  (app: App): SubscriptionVerbs['resumeSubscription'] =>
  (caller, text) =>
    steer(app, caller, text, () => ({ paused: false, attempts: 0, retryAt: null }));

export const replaySubscription =
  (app: App): SubscriptionVerbs['replaySubscription'] =>
  (caller, text, { from }) =>
    steer(app, caller, text, async ({ project, era }) => {
      const last = await lastPosition(app, project);
      return from > last ? beyond(last) : { cursor: from - 1, era: era + 1, attempts: 0, retryAt: null };
    });

export const redeliverLetters =
  (app: App): SubscriptionVerbs['redeliverLetters'] =>
  (caller, text, { letters: wanted }) =>
    steer(app, caller, text, async (subscription) => {
      const all = (await lettersOf(app, subscription)).map(({ id }) => id);
      const unknown = wanted?.find((id) => !all.includes(id));
      if (unknown !== undefined) return refused('letter.not-found', `The dead letter '${unknown}' could not be found.`);
      const asked = (wanted ?? all).filter((id) => !subscription.redeliver.includes(id));
      return { redeliver: [...subscription.redeliver, ...asked].slice(0, MOST_LETTERS), retryAt: null };
    });
