import type { Ref } from '../../domain/documents.ts';
import { refused, transient } from '../../domain/kernel/fault.ts';
import { after } from '../../domain/kernel/time.ts';
import { hasExpired, type Receiver } from '../../domain/receiver/receiver.ts';
import { type App, untilCommitted } from '../app.ts';
import { lookUp } from '../lookup.ts';
import { heedMessage } from './heed-message.ts';
import type { Receiving } from './receiving.ts';

/** Ten messages each. What is left is looked at the next time. */
const MOST_ROUNDS = 10;

/** Looks at a receiver's messages because somebody says that there are some. */
export const notifyReceiver =
  (app: App): Receiving['notifyReceiver'] =>
  async (caller, text) => {
    const found = await lookUp(app.store, caller, 'receiver', text);
    if (found.kind === 'refused') return found;
    const { doc } = found;
    if (doc.type !== 'message') return refused('request.malformed', 'Notifying non-message receiver is not allowed.');
    if (!caller.isAdmin && doc.user !== caller.userId) return refused('forbidden', 'You are not authorized to complete this operation.');
    try {
      await readMessages(app, doc);
      return { kind: 'ok' };
    } catch {
      return { kind: 'refused', fault: transient('receiver.no-queue', 'The queue of the receiver does not answer.') };
    }
  };

/** Looks at a receiver's messages because it is time; or forgets what nobody may read back any more. */
export async function tendReceiver(app: App, ref: Ref): Promise<void> {
  const receiver = await app.store.get('receiver', ref);
  if (!receiver || receiver.dueAt === null || receiver.dueAt > app.clock.now()) return;
  if (receiver.type === 'message') await readMessages(app, receiver);
  // Lost to somebody else's write, the alarm rings again.
  else await app.store.commit([{ put: 'receiver', doc: { ...receiver, readable: null, dueAt: null } }]);
}

/** One message after the other, in the order in which they come. One that cannot be done now does not hold up those behind it. */
async function readMessages(app: App, receiver: Receiver): Promise<void> {
  const { mailboxes } = app.reception;
  const counted = { handled: 0, dropped: 0, later: 0 };
  for (let round = 0; round < MOST_ROUNDS && !hasExpired(receiver, app.clock.now()); round++) {
    const letters = await mailboxes.take(receiver.id);
    if (letters.length === 0) break;
    for (const letter of letters) {
      const became = await heedMessage(app, receiver, letter);
      counted[became]++;
      if (became !== 'later') await mailboxes.settle(receiver.id, [letter]);
    }
  }
  await note(app, receiver, counted);
}

/** What came of it, and when to look again. */
async function note(app: App, ref: Ref, { handled, dropped }: { readonly handled: number; readonly dropped: number }): Promise<void> {
  const { store, clock, reception } = app;
  await untilCommitted(async () => {
    const doc = await store.get('receiver', ref);
    if (!doc) return 'gone';
    const dueAt = reception.poll === 0 || hasExpired(doc, clock.now()) ? null : after(clock.now(), reception.poll);
    if (handled + dropped === 0 && dueAt === doc.dueAt) return 'unchanged';
    return store.commit([{ put: 'receiver', doc: { ...doc, handled: doc.handled + handled, dropped: doc.dropped + dropped, dueAt } }]);
  });
}
