import { refused } from '../../domain/kernel/fault.ts';
import { DEFAULT_ATTEMPTS } from '../../domain/subscription/delivery.ts';
import type { Subscription } from '../../domain/subscription/subscription.ts';
import { refuseTarget } from '../../domain/subscription/targets.ts';
import { type App, newId, untilCommitted } from '../app.ts';
import { nudgeSubscription } from './nudge-subscription.ts';
import { beyond, lastPosition } from './positions.ts';
import { readFilters } from './read-filters.ts';
import { sealSecret } from './secrets.ts';
import type { SubscriptionVerbs } from './subscribing.ts';

export const createSubscription =
  (app: App): SubscriptionVerbs['createSubscription'] =>
  async (caller, request) => {
    const { store, clock, random, outgoing, targets = [] } = app;
    const { projectId: project, userId: user } = caller;
    const { name, target, secret: given, maxAttempts = DEFAULT_ATTEMPTS, from, filters: asked = {} } = request;
    const signs = target.type === 'webhook';
    if (!signs && given !== undefined)
      return refused('subscription.secret.unused', 'Only deliveries to a webhook are signed: there is no use for a secret.');
    const fault = signs ? await outgoing.check(target.url) : refuseTarget(target, project, targets);
    if (fault) return { kind: 'refused', fault };
    const read = await readFilters(app, caller, project, asked);
    if (read.kind === 'refused') return read;

    const id = newId(app);
    const secret = given ?? random.secret();
    const sealed = signs ? await sealSecret(app, { project, id }, secret) : { text: null };
    if ('code' in sealed) return { kind: 'refused', fault: sealed };
    const last = await lastPosition(app, project);
    if (from !== undefined && from > last + 1) return beyond(last);
    const now = clock.now();
    const subscription: Subscription = {
      id,
      project,
      user,
      name,
      target,
      sealedSecret: sealed.text,
      filters: read.filters,
      maxAttempts,
      paused: false,
      cursor: from === undefined ? last : from - 1,
      era: 0,
      attempts: 0,
      retryAt: null,
      lastError: null,
      deliveredAt: null,
      redeliver: [],
      lease: null,
      createdAt: now,
      updatedAt: null,
      dueAt: now,
      version: 0,
    };
    await untilCommitted(() => store.commit([{ put: 'subscription', doc: subscription }]));
    await nudgeSubscription(app, subscription);
    return { kind: 'ok', subscription: { ...subscription, version: 1 }, ...(signs && given === undefined && { secret }) };
  };
