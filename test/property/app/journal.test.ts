import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { advanceJournal } from '../../../lib/app/journal/advance-journal.ts';
import { publish } from '../../../lib/app/journal/publish.ts';
import { journalId, type Positioned, WINDOW } from '../../../lib/domain/journal/journal.ts';
import { after, type Instant, instant, seconds } from '../../../lib/domain/kernel/time.ts';
import type { EventBus } from '../../../lib/ports/event-bus.ts';
import { Chance } from '../../../lib/simulator/chance.ts';
import { MemoryDocumentStore } from '../../../lib/store/memory/document-store.ts';
import { PROJECT, T0 } from '../../support/documents.ts';
import { shakyStore, survive } from '../../support/shaky-store.ts';
import { tellSomething } from '../../support/telling.ts';

/** What happens, in this order: somebody commits an event born some time ago, time passes, workers look. */
const deed = fc.oneof(
  { weight: 5, arbitrary: fc.record({ tell: fc.constantFrom('a', 'b', 'c'), late: fc.integer({ min: 0, max: WINDOW - 120 }) }) },
  { weight: 2, arbitrary: fc.record({ tell: fc.constantFrom('a', 'b', 'c'), late: fc.constant(0) }) },
  { weight: 3, arbitrary: fc.record({ look: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 3, arbitrary: fc.record({ pass: fc.constantFrom(0, 1, 20, 100, 700, 1_300) }) },
);

const RUNS = Number(process.env.COPPICE_RUNS ?? 300);

test('whatever the order of commits and births, and whoever is killed: every event is numbered once, without gap, in the order of its object', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(deed, { size: 'max', maxLength: 60 }),
      fc.record({ seed: fc.nat(), draws: fc.nat(300) }),
      fc.array(fc.boolean(), { maxLength: 20 }),
      async (deeds, lot, moods) => {
        const store = new MemoryDocumentStore();
        const clock = { now: (): Instant => now };
        const chance = new Chance(lot);
        const heard: Positioned[] = [];
        const isUp = [...moods];
        const bus: EventBus = {
          async publish(events) {
            heard.push(...events);
            return (isUp.shift() ?? true) ? 'taken' : { reason: 'it is down' };
          },
        };
        let now = T0;
        let told = 0;
        const look = async (calm: boolean) => {
          const ports = { store: calm ? store : shakyStore(store, chance), clock };
          await advanceJournal(ports, { project: PROJECT })
            .then(() => publish(ports, bus, PROJECT))
            .catch(survive);
        };

        for (const step of deeds) {
          if ('tell' in step) {
            await tellSomething(store, step.tell, instant(now - step.late * 1_000));
            told++;
          } else if ('look' in step) await Promise.all(Array.from({ length: step.look }, () => look(false)));
          else now = after(now, seconds(step.pass));
        }
        // The sweep comes by once, and from then on nobody looks but when the journal's own alarm rings.
        await look(true);
        for (let turns = 0; ; turns++) {
          const journal = await store.get('journal', { project: PROJECT, id: journalId(PROJECT) });
          if (!journal || journal.dueAt === null) break;
          expect(turns).toBeLessThan(200);
          now = instant(Math.max(now, journal.dueAt));
          await look(true);
        }

        const entries = store.everything('entry').toSorted((a, b) => a.first - b.first);
        const numbered = entries.flatMap(({ events }) => events);
        expect(new Set(numbered).size).toBe(told);
        expect(numbered.length).toBe(told);
        let next = 1;
        for (const { first, events } of entries) {
          expect(first).toBe(next);
          next += events.length;
        }
        const events = new Map(store.everything('event').map((event) => [event.id, event]));
        for (const name of ['a', 'b', 'c']) {
          const own = numbered.map((id) => events.get(id)).filter((event) => event?.objectName === name);
          expect(own.map((event) => event?.sequence)).toEqual(own.map((_, i) => i + 1));
        }
        const published = new Map(heard.map(({ position, event }) => [position, event.id]));
        expect(numbered.map((_, i) => published.get(i + 1))).toEqual(numbered);
      },
    ),
    { numRuns: RUNS },
  );
}, 300_000);
