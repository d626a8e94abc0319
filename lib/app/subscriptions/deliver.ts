import type { Ref, Write } from '../../domain/documents.ts';
import type { Positioned } from '../../domain/journal/journal.ts';
import { type Instant, instant, seconds } from '../../domain/kernel/time.ts';
import { deliveryId, isLeased, leased, type Progress, SEND_TIMEOUT, settle } from '../../domain/subscription/delivery.ts';
import { isWanted } from '../../domain/subscription/filters.ts';
import type { Letter, Subscription } from '../../domain/subscription/subscription.ts';
import type { Carried, Carriers } from '../../ports/carrier.ts';
import { type App, untilCommitted } from '../app.ts';
import { letterFor } from '../groups/letter-for.ts';
import { readJournal } from '../journal/read-journal.ts';
import { nudgeSubscription } from './nudge-subscription.ts';
import { lastPosition } from './positions.ts';
import { openSecret } from './secrets.ts';

/** Nothing more is sent under a lease that may lapse before it is answered. */
const MARGIN = SEND_TIMEOUT * 2 * 1_000;
/** Milliseconds for one subscription at a time. */
const LONGEST = 20_000;
/** A message waits so many seconds at most; later there is the alarm. */
const SOON = 900;

type Ports = Pick<App, 'store' | 'clock' | 'sealing' | 'nudges'>;

/**
 * Delivers what a subscription is owed, one event after the other, for as long as its lease lasts.
 *
 * Killed between sending and writing that down, it leaves a lease that lapses, and the event is sent again under the same id. Somebody who
 * comes while it is leased leaves: whoever holds the lease looks once more after letting go.
 */
export async function deliver(ports: Ports, carriers: Carriers, ref: Ref): Promise<void> {
  const { store, clock } = ports;
  const began = clock.now();
  for (;;) {
    const seen = await store.get('subscription', ref);
    const now = clock.now();
    if (!seen || isLeased(seen, now)) return;
    // Others want this worker too.
    if (now - began > LONGEST) return nudgeSubscription(ports, ref);
    const work = isReady(seen, now) ? await findWork(ports, seen) : undefined;
    if (!work) {
      if ((await rest(ports, seen, now)) === 'stale') continue;
      return;
    }
    const held = leased(seen, now);
    if ((await store.commit([{ put: 'subscription', doc: held }])) === 'stale') continue;
    const progress = await send(ports, carriers, { ...held, version: held.version + 1 }, work);
    if ((await writeDown(ports, ref, held, progress)) === 'over') return;
  }
}

const isReady = ({ paused, retryAt }: Subscription, now: Instant): boolean => !paused && (retryAt === null || retryAt <= now);

/** An alarm that has rung for nothing is put out, or it would ring for ever. */
async function rest({ store }: Ports, subscription: Subscription, now: Instant): Promise<'committed' | 'stale'> {
  const { dueAt, paused, retryAt } = subscription;
  if (dueAt === null || dueAt > now) return 'committed';
  return store.commit([{ put: 'subscription', doc: { ...subscription, lease: null, dueAt: paused ? null : retryAt } }]);
}

type Work = {
  readonly letters: readonly { readonly letter: Letter; readonly event: Positioned | undefined }[];
  readonly events: readonly Positioned[];
  /** How far this piece of the journal goes. */
  readonly to: number;
};

async function findWork({ store }: Ports, { project, cursor, redeliver }: Subscription): Promise<Work | undefined> {
  const letters = await store.getMany(
    'letter',
    redeliver.map((id) => ({ project, id })),
  );
  const lost = await store.getMany(
    'event',
    letters.map(({ eventId }) => ({ project, id: eventId })),
  );
  const { events, to } = await readJournal(store, project, cursor);
  if (redeliver.length === 0 && to === cursor) return undefined;
  const eventOf = ({ eventId, position }: Letter): Positioned | undefined => {
    const event = lost.find(({ id }) => id === eventId);
    return event && { position, event };
  };
  return { letters: letters.map((letter) => ({ letter, event: eventOf(letter) })), events, to };
}

async function send(ports: Ports, carriers: Carriers, subscription: Subscription, { letters, events, to }: Work): Promise<Progress> {
  const { clock } = ports;
  const progress = { era: subscription.era, cursor: subscription.cursor, delivered: false, redelivered: [] as string[] };
  const failed = ({ position, event }: Positioned, answer: Exclude<Carried, 'delivered'>, letter: boolean): Progress => ({
    ...progress,
    failure: { at: clock.now(), position, eventId: event.id, reason: answer.reason, letter, ...(answer.again && { again: answer.again }) },
  });
  const secret = await openSecret(ports, subscription);
  const carry = async (one: Positioned): Promise<Carried> => {
    if (typeof secret !== 'string') return { reason: secret.message };
    const { form } = subscription;
    const letter = form && (await letterFor(ports, form, one.event));
    if (form && !letter) return 'delivered';
    const parcel = {
      ...one,
      ...(letter && { letter }),
      id: deliveryId(subscription, one.position),
      subscriptionId: subscription.id,
      secret,
    };
    return carriers[subscription.target.type](subscription.target as never, parcel);
  };
  const isOver = () => clock.now() > instant((subscription.lease?.until ?? 0) - MARGIN);

  for (const { letter, event } of letters) {
    if (isOver()) return progress;
    const answer = event ? await carry(event) : 'delivered';
    if (answer !== 'delivered' && event) return failed(event, answer, true);
    progress.redelivered.push(letter.id);
    progress.delivered = true;
  }
  for (const one of events) {
    if (isWanted(subscription.filters, one.event)) {
      if (isOver()) return progress;
      const answer = await carry(one);
      if (answer !== 'delivered') return failed(one, answer, false);
      progress.delivered = true;
    }
    progress.cursor = one.position;
  }
  return { ...progress, cursor: to };
}

/** @returns `over` when somebody else goes on from here, or nobody before the next alarm */
async function writeDown(ports: Ports, ref: Ref, held: Subscription, progress: Progress): Promise<'over' | 'more'> {
  const { store, clock } = ports;
  const { project } = ref;
  return untilCommitted(async () => {
    const [current, last, arrived] = await Promise.all([
      store.get('subscription', ref),
      lastPosition(ports, project),
      store.getMany(
        'letter',
        progress.redelivered.map((id) => ({ project, id })),
      ),
    ]);
    if (!current || current.lease?.token !== held.lease?.token) return 'over';
    const now = clock.now();
    const { subscription, letter } = settle(current, progress, last, now);
    const writes: Write[] = [
      { put: 'subscription', doc: subscription },
      ...arrived.map((doc): Write => ({ remove: 'letter', doc })),
      ...(letter ? [{ put: 'letter', doc: { ...letter, version: (await store.get('letter', letter))?.version ?? 0 } } as const] : []),
    ];
    if ((await store.commit(writes)) === 'stale') return 'stale';
    if (subscription.retryAt === null) return 'more';
    const wait = Math.max(0, Math.ceil((subscription.retryAt - now) / 1_000));
    if (wait <= SOON) await nudgeSubscription(ports, ref, seconds(wait));
    return 'over';
  });
}
