import type { Clustering } from '../../../app/clustering.ts';
import { v1 } from '../microversion.ts';
import { created, nothing, ok } from '../reply.ts';
import { type Asked, lists, param, type Route, replied, takes } from '../route.ts';
import { enveloped, listOf } from '../views/document-schema.ts';
import { letterSchema, letterView, subscriptionSchema, subscriptionView } from '../views/subscription.ts';
import { filtersFrom, newSubscription, subscriptionChange, targetFrom } from './subscription-bodies.ts';
import { steer, steering } from './subscription-work.ts';

const OURS = v1(15);
const one = enveloped('subscription', subscriptionSchema);
const LIST = { filters: { name: { takes: 'many' } }, sortKeys: ['name', 'created_at', 'updated_at'], paged: true, shared: true } as const;
const LETTERS = { filters: {}, sortKeys: [], paged: true } as const;

/** Having events delivered. */
export const subscriptionRoutes = (clustering: Clustering): readonly Route[] => [
  {
    method: 'GET',
    path: '/subscriptions',
    id: 'listSubscriptions',
    summary: 'List subscriptions, with how their deliveries are going.',
    since: OURS,
    answer: { status: 200, schema: enveloped('subscriptions', listOf(subscriptionSchema)) },
    ...lists(LIST, async ({ caller }, request) =>
      replied(await clustering.listSubscriptions(caller, request), ({ subscriptions }) =>
        ok({ subscriptions: subscriptions.map(subscriptionView) }),
      ),
    ),
  },
  {
    method: 'POST',
    path: '/subscriptions',
    id: 'createSubscription',
    summary: 'Have the events of this project delivered. The answer is the only one with the secret that was made.',
    since: OURS,
    answer: { status: 201, schema: one },
    ...takes(newSubscription, async ({ caller }, { name, target: asked, filters, secret, max_attempts: maxAttempts, from }) => {
      const target = targetFrom(asked);
      if ('kind' in target) return target;
      const made = await clustering.createSubscription(caller, { name, target, filters: filtersFrom(filters), secret, maxAttempts, from });
      return replied(made, (answer) =>
        created({ subscription: { ...subscriptionView(answer.subscription), ...(answer.secret && { secret: answer.secret }) } }),
      );
    }),
  },
  {
    method: 'GET',
    path: '/subscriptions/{subscription_id}',
    id: 'showSubscription',
    summary: 'Show a subscription, with how its deliveries are going.',
    since: OURS,
    answer: { status: 200, schema: one },
    run: async (asked) =>
      replied(await clustering.showSubscription(asked.caller, param(asked)), ({ subscription }) => ({
        ...ok({ subscription: subscriptionView(subscription) }),
        version: subscription.version,
      })),
  },
  {
    method: 'PATCH',
    path: '/subscriptions/{subscription_id}',
    id: 'updateSubscription',
    summary: 'Change what a subscription wants, how often it is tried, or what it is signed with.',
    since: OURS,
    answer: { status: 200, schema: one },
    ...takes(subscriptionChange, async (asked: Asked, { name, filters, secret, max_attempts: maxAttempts }) =>
      replied(
        await clustering.updateSubscription(asked.caller, param(asked), { name, filters: filtersFrom(filters), secret, maxAttempts }),
        ({ subscription }) => ok({ subscription: subscriptionView(subscription) }),
      ),
    ),
  },
  {
    method: 'DELETE',
    path: '/subscriptions/{subscription_id}',
    id: 'deleteSubscription',
    summary: 'Delete a subscription and its dead letters.',
    since: OURS,
    answer: { status: 204 },
    run: async (asked) => replied(await clustering.deleteSubscription(asked.caller, param(asked)), () => nothing),
  },
  {
    method: 'POST',
    path: '/subscriptions/{subscription_id}/actions',
    id: 'actOnSubscription',
    summary: 'Pause, resume, replay from a position, or deliver dead letters again.',
    since: OURS,
    body: steering,
    answer: { status: 200, schema: one },
    run: (asked) => steer(clustering, asked),
  },
  {
    method: 'GET',
    path: '/subscriptions/{subscription_id}/dead_letters',
    id: 'listDeadLetters',
    summary: 'List the events that a subscription gave up, in order.',
    since: OURS,
    answer: { status: 200, schema: enveloped('dead_letters', listOf(letterSchema)) },
    ...lists(LETTERS, async (asked, request) =>
      replied(await clustering.listLetters(asked.caller, param(asked), request), ({ letters }) =>
        ok({ dead_letters: letters.map(letterView) }),
      ),
    ),
  },
];
