import { expect, test } from '@jest/globals';
import { advanceJournal } from '../../../../lib/app/journal/advance-journal.ts';
import { deliver } from '../../../../lib/app/subscriptions/deliver.ts';
import { LEASE } from '../../../../lib/domain/subscription/delivery.ts';
import type { Carriers, Parcel } from '../../../../lib/ports/carrier.ts';
import { PROJECT } from '../../../support/documents.ts';
import { MemoryService } from '../../../support/memory-service.ts';
import { aSubscription } from '../../../support/subscribing.ts';
import { tellSomething } from '../../../support/telling.ts';

/** A subscription with an event to deliver, and what a carrier does with it. */
async function world(
  webhook: (parcel: Parcel, service: MemoryService, work: () => Promise<void>) => Promise<'delivered' | { reason: string }>,
) {
  const service = new MemoryService();
  const subscription = aSubscription();
  await service.store.commit([{ put: 'subscription', doc: subscription }]);
  await tellSomething(service.store, 'web', service.now);
  await advanceJournal(service.app, { project: PROJECT });
  const carriers = { webhook: (_: unknown, parcel: Parcel) => webhook(parcel, service, work) } as unknown as Carriers;
  const work = (): Promise<void> => deliver(service.app, carriers, subscription);
  const current = () => service.store.get('subscription', subscription);
  return { service, work, current };
}

test('while it is out, an alarm outlives the lease, and nobody else sends', async () => {
  let sent = 0;
  const { work, current } = await world(async (_, service, again) => {
    sent++;
    await again();
    const held = await service.store.get('subscription', aSubscription());
    expect(held?.dueAt).toBe(held?.lease?.until);
    return 'delivered';
  });
  await work();
  expect(sent).toBe(1);
  expect(await current()).toMatchObject({ cursor: 1, lease: null, dueAt: null });
});

test('whoever comes back after their lease has lapsed changes nothing any more', async () => {
  let first = true;
  const ids: string[] = [];
  let left: unknown;
  const { work, current } = await world(async ({ id }, service, again) => {
    ids.push(id);
    if (!first) return { reason: 'It answered 500.' };
    first = false;
    service.pass(LEASE + 1);
    await again();
    left = await service.store.get('subscription', aSubscription());
    return 'delivered';
  });
  await work();
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
  expect(await current()).toEqual(left);
  expect(await current()).toMatchObject({ cursor: 0, attempts: 1 });
});

test('one that is set back while it is out stays set back', async () => {
  let first = true;
  const positions: number[] = [];
  const { work } = await world(async ({ position }, service) => {
    positions.push(position);
    if (first) {
      first = false;
      const held = await service.store.get('subscription', aSubscription());
      if (held) await service.store.commit([{ put: 'subscription', doc: { ...held, cursor: 0, era: 1 } }]);
    }
    return 'delivered';
  });
  await work();
  expect(positions).toEqual([1, 1]);
});
