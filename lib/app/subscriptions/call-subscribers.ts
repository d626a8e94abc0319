import type { App } from '../app.ts';
import { nudgeSubscription } from './nudge-subscription.ts';
import { lastPosition } from './positions.ts';

/** Wakes those of a project's subscriptions that are behind its journal, and are not waiting for a second try. */
export async function callSubscribers({ store, clock, nudges }: Pick<App, 'store' | 'clock' | 'nudges'>, project: string): Promise<void> {
  const [last, { items }] = await Promise.all([lastPosition({ store }, project), store.list('subscription', project)]);
  const now = clock.now();
  const behind = items.filter(({ paused, cursor, retryAt }) => !paused && cursor < last && (retryAt === null || retryAt <= now));
  await Promise.all(behind.map((one) => nudgeSubscription({ nudges }, one)));
}
