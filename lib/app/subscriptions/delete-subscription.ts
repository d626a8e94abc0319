import { MOST_WRITES, type Write } from '../../domain/documents.ts';
import { type App, untilCommitted } from '../app.ts';
import { lookUp } from '../lookup.ts';
import { lettersOf } from './see-subscriptions.ts';
import type { SubscriptionVerbs } from './subscribing.ts';

/** Beside the subscription itself, its place in the project's usage, and what the request takes along. */
const MOST_AT_ONCE = MOST_WRITES - 3;

/** Its dead letters go with it, many at a time and the subscription with the last of them: a letter that is written meanwhile moves its version. */
export const deleteSubscription =
  (app: App): SubscriptionVerbs['deleteSubscription'] =>
  async (caller, text) => {
    for (;;) {
      const step = await untilCommitted(async () => {
        const found = await lookUp(app.store, caller, 'subscription', text);
        if (found.kind === 'refused') return found;
        const letters = await lettersOf(app, found.doc);
        const some = letters.slice(0, MOST_AT_ONCE);
        const isLast = some.length === letters.length;
        const writes: Write[] = [
          ...some.map((doc): Write => ({ remove: 'letter', doc })),
          ...(isLast ? [{ remove: 'subscription', doc: found.doc } as const] : []),
        ];
        return (await app.store.commit(writes)) === 'stale' ? 'stale' : { kind: 'ok' as const, isLast };
      });
      if (step.kind === 'refused') return step;
      if (step.isLast) return { kind: 'ok' };
    }
  };
