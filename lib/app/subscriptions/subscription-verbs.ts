import type { App } from '../app.ts';
import { createSubscription } from './create-subscription.ts';
import { deleteSubscription } from './delete-subscription.ts';
import { listLetters, listSubscriptions, showSubscription } from './see-subscriptions.ts';
import { pauseSubscription, redeliverLetters, replaySubscription, resumeSubscription } from './steer-subscription.ts';
import type { SubscriptionVerbs } from './subscribing.ts';
import { updateSubscription } from './update-subscription.ts';

export const subscriptionVerbs = (app: App): SubscriptionVerbs => ({
  createSubscription: createSubscription(app),
  listSubscriptions: listSubscriptions(app),
  showSubscription: showSubscription(app),
  updateSubscription: updateSubscription(app),
  deleteSubscription: deleteSubscription(app),
  pauseSubscription: pauseSubscription(app),
  resumeSubscription: resumeSubscription(app),
  replaySubscription: replaySubscription(app),
  redeliverLetters: redeliverLetters(app),
  listLetters: listLetters(app),
});
