import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { advanceJournal } from '../../../lib/app/journal/advance-journal.ts';
import { readJournal } from '../../../lib/app/journal/read-journal.ts';
import { deliver } from '../../../lib/app/subscriptions/deliver.ts';
import { after, type Instant, instant, seconds } from '../../../lib/domain/kernel/time.ts';
import type { Carriers } from '../../../lib/ports/carrier.ts';
import { Chance } from '../../../lib/simulator/chance.ts';
import { plainSealing } from '../../../lib/simulator/outside/plain-sealing.ts';
import { MemoryDocumentStore } from '../../../lib/store/memory/document-store.ts';
import { PROJECT, T0 } from '../../support/documents.ts';
import { shakyStore, survive } from '../../support/shaky-store.ts';
import { aSubscription } from '../../support/subscribing.ts';
import { clusterNamed, tellSomething } from '../../support/telling.ts';

const deed = fc.oneof(
  { weight: 4, arbitrary: fc.record({ tell: fc.constantFrom('a', 'b', 'c') }) },
  { weight: 5, arbitrary: fc.record({ workers: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ pass: fc.constantFrom(1, 5, 61, 700) }) },
  { weight: 1, arbitrary: fc.record({ pause: fc.boolean() }) },
);
const RUNS = Number(process.env.COPPICE_RUNS ?? 200);

test('whoever is killed or comes twice: every wanted event is delivered or given up, none before the one ahead of it, and always under the same id', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(deed, { size: 'max', maxLength: 60 }),
      fc.record({ seed: fc.nat(), draws: fc.nat(300) }),
      fc.array(fc.boolean(), { size: 'max', maxLength: 60 }),
      async (deeds, lot, moods) => {
        const store = new MemoryDocumentStore();
        const chance = new Chance(lot);
        const isDown = [...moods];
        let now: Instant = T0;
        let outAt = Number.NEGATIVE_INFINITY;
        const arrived: { readonly position: number; readonly id: string }[] = [];
        const skipped: string[] = [];
        const wanted = (name: string) => name !== 'c';

        const webhook: Carriers['webhook'] = async (_, { id, position, event }) => {
          if (!wanted(event.objectName)) skipped.push(`${event.objectName} was sent`);
          // In no time: two at once would be two leases.
          if (outAt === now) skipped.push('two were sent side by side');
          outAt = now;
          for (let i = chance.roll(3); i > 0; i--) await new Promise(setImmediate);
          outAt = Number.NEGATIVE_INFINITY;
          const { events } = await readJournal(store, PROJECT, 0);
          const dead = new Set(store.everything('letter').map((letter) => letter.position));
          const before = events.filter((one) => one.position < position && wanted(one.event.objectName));
          for (const one of before)
            if (!dead.has(one.position) && !arrived.some((other) => other.position === one.position))
              skipped.push(`${position} before ${one.position}`);
          if (isDown.shift() ?? false) return { reason: 'down' };
          arrived.push({ position, id });
          return 'delivered';
        };
        const carriers = { webhook } as Carriers;
        const subscription = aSubscription({ filters: { clusters: ['a', 'b'].map((name) => clusterNamed(name).id) } });
        await store.commit([{ put: 'subscription', doc: subscription }]);
        const current = async () => (await store.get('subscription', subscription)) ?? subscription;
        const work = (calm: boolean) =>
          deliver(
            {
              store: calm ? store : shakyStore(store, chance),
              clock: { now: () => now },
              sealing: plainSealing,
              nudges: { send: async () => {} },
            },
            carriers,
            subscription,
          ).catch(survive);

        for (const step of deeds) {
          if ('tell' in step) {
            await tellSomething(store, step.tell, now);
            await advanceJournal({ store, clock: { now: () => now } }, { project: PROJECT });
          } else if ('workers' in step) await Promise.all(Array.from({ length: step.workers }, () => work(false)));
          else if ('pass' in step) now = after(now, seconds(step.pass));
          else await store.commit([{ put: 'subscription', doc: { ...(await current()), paused: step.pause } }]);
        }
        // Somebody resumes it, and from then on only its alarm has it looked at.
        const { retryAt: _, ...left } = await current();
        await store.commit([{ put: 'subscription', doc: { ...left, retryAt: null, paused: false, dueAt: now } }]);
        for (let turns = 0; ; turns++) {
          const { dueAt } = await current();
          if (dueAt === null) break;
          expect(turns).toBeLessThan(300);
          now = instant(Math.max(now + 5_000, dueAt));
          await work(true);
        }

        expect(skipped).toEqual([]);
        const { events } = await readJournal(store, PROJECT, 0);
        const dead = store.everything('letter').map((letter) => letter.position);
        const owed = events.filter(({ event }) => wanted(event.objectName)).map(({ position }) => position);
        const dealt = new Set([...arrived.map(({ position }) => position), ...dead]);
        expect(owed.filter((position) => !dealt.has(position))).toEqual([]);
        const ids = new Map(arrived.map(({ position, id }) => [position, id]));
        expect(arrived.every(({ position, id }) => ids.get(position) === id)).toBe(true);
        expect(new Set(ids.values()).size).toBe(ids.size);
      },
    ),
    { numRuns: RUNS },
  );
}, 300_000);
