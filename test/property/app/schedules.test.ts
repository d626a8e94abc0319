import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { App } from '../../../lib/app/app.ts';
import { ringAlarms } from '../../../lib/app/engine/ring-alarms.ts';
import { stepAction } from '../../../lib/app/engine/step-action.ts';
import { DISCHARGES } from '../../../lib/composition/duties.ts';
import { after, type Instant, instant, type Seconds, seconds } from '../../../lib/domain/kernel/time.ts';
import { MISSED_FIRES, type MissedFire } from '../../../lib/domain/schedule/schedule.ts';
import type { Nudge } from '../../../lib/ports/nudges.ts';
import { Chance } from '../../../lib/simulator/chance.ts';
import { demo } from '../../../lib/simulator/tenants.ts';
import { aProfile } from '../../support/documents.ts';
import { MemoryService } from '../../support/memory-service.ts';
import { changesNear, type Field, oracle, type Pattern, textOf } from '../../support/wall-clock.ts';

const numRuns = Math.ceil(Number(process.env.COPPICE_RUNS ?? 100) / 2);
const HANGS_MS = 1_000 * numRuns + 60_000;
const HOUR = 3_600_000;

const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'Asia/Kolkata'];
const moments = ZONES.flatMap((zone) => changesNear(zone, Date.UTC(2026, 1)).map((at) => ({ zone, at })));

const EVERY: Field = { every: 1 };
const some = (most: number, many: number) =>
  fc.uniqueArray(fc.nat(most), { minLength: 1, maxLength: many }).map((v) => ({ values: v.sort((a, b) => a - b) }));
const hours = fc.oneof(fc.constant(EVERY), some(4, 3));
const days = { day: fc.constant(EVERY), month: fc.constant(EVERY), weekday: fc.constant(EVERY) };
/** A few times an hour: nobody is ever so late that something must be given up. */
const seldom: fc.Arbitrary<Pattern> = fc.record({ minute: fc.oneof(some(59, 3), fc.constant({ every: 20 })), hour: hours, ...days });
const often: fc.Arbitrary<Pattern> = fc.record({ minute: fc.oneof(fc.constant(EVERY), fc.constant({ every: 3 })), hour: hours, ...days });

/** How far time jumps; the clock of a machine may also be set back a little. */
const JUMPS = [20, 1, 7, 31, 61, 300, -2, 900];
const COMMIT_FAILS = 17;

/** The service with bells that ring when they like, messages that are lost, doubled, late and early, and a table that fails before or after it has written. */
class Bells {
  readonly service: MemoryService;
  private readonly app: App;
  private mail: { readonly nudge: Nudge; readonly at: Instant }[] = [];

  constructor(
    begin: Instant,
    private readonly chaos: Chance,
  ) {
    this.service = new MemoryService(begin);
    const { store, app } = this.service;
    const flaky = Object.assign(Object.create(store), {
      commit: async (writes: Parameters<typeof store.commit>[0]) => {
        if (chaos.chance(COMMIT_FAILS)) throw new Error('the table did not answer');
        const answer = await store.commit(writes);
        if (chaos.chance(COMMIT_FAILS)) throw new Error('the table did not answer in time');
        return answer;
      },
    });
    const nudges = { send: async (some: readonly Nudge[], delay: Seconds = seconds(0)) => this.carry(some, delay) };
    this.app = { ...app, store: flaky, nudges };
  }

  private carry(some: readonly Nudge[], delay: Seconds): void {
    for (const nudge of some) {
      if (this.chaos.chance(5)) continue;
      const at = after(this.service.now, delay);
      this.mail.push({ nudge, at: this.chaos.chance(7) ? after(at, seconds(this.chaos.roll(600) - 3)) : at });
      if (this.chaos.chance(5)) this.mail.push({ nudge, at: after(at, seconds(this.chaos.roll(3) * 40)) });
    }
  }

  /** Time passes, the bells ring, and what has arrived is delivered, all at once. */
  async turn(): Promise<void> {
    const { chaos, service, app } = this;
    service.pass(JUMPS[chaos.roll(JUMPS.length)] ?? 20);
    if (!chaos.chance(4)) await ringAlarms(app, { ahead: seconds(chaos.chance(2) ? 60 : 3) });
    for (let round = 0; round < 4; round++) {
      const ready = this.mail.filter(({ at }) => at <= service.now);
      this.mail = this.mail.filter(({ at }) => at > service.now);
      await Promise.allSettled(ready.map(({ nudge }) => this.deliver(nudge)));
    }
  }

  private async deliver(nudge: Nudge): Promise<void> {
    if ('kind' in nudge) await DISCHARGES[nudge.kind]?.(this.app, nudge, nudge.part);
    else await this.app.nudges.send(await stepAction(this.app, nudge));
  }
}

type Life = {
  readonly fired: readonly number[];
  readonly misses: number;
  readonly expected: readonly number[];
  readonly next: Instant | null;
};

/** Lives through a change of the clocks with one schedule, and says when it fired. */
async function live(
  pattern: Pattern,
  where: { readonly zone: string; readonly at: number },
  missedFire: MissedFire,
  chance: Chance,
): Promise<Life> {
  const { zone, at } = where;
  const [begin, end] = [instant(at - 3 * HOUR), instant(at + 3 * HOUR)];
  const bells = new Bells(begin, chance);
  const { service } = bells;
  await service.store.commit([{ put: 'profile', doc: aProfile() }]);
  await service.verbs.createCluster(demo, { name: 'web', profile: 'small', desiredCapacity: 0 });
  await service.settle();
  const timing = { cron: textOf(pattern), timezone: zone, end };
  const made = await service.verbs.createSchedule(demo, {
    name: 's',
    target: 'web',
    action: 'CLUSTER_CHECK',
    missedFire,
    tolerance: 86_400,
    ...timing,
  });
  const expected = oracle(pattern, zone, begin, end);
  if (made.kind === 'refused') return { fired: [], misses: 0, expected, next: null };

  for (let turns = 0; turns < 3_000 && (service.now < end || service.store.everything('schedule')[0]?.next !== null); turns++)
    await bells.turn();
  const [schedule] = service.store.everything('schedule');
  const reasons = service.store.everything('action').flatMap(({ origin }) => (origin?.id === schedule?.id ? [origin?.reason ?? ''] : []));
  const fired = reasons.map((reason) => Date.parse(/for (\S+Z)\.$/.exec(reason)?.[1] ?? '')).sort((a, b) => a - b);
  expect(schedule?.fires).toBe(fired.length);
  return { fired, misses: schedule?.misses ?? 0, expected, next: schedule?.next ?? null };
}

const draws = fc.record({ seed: fc.nat(), draws: fc.nat(2_000) }).map((lot) => new Chance(lot));

describe('over a change of the clocks, whatever messages and tables do', () => {
  test(
    'a schedule fires at every time that the clock on the wall says, once',
    () =>
      fc.assert(
        fc.asyncProperty(seldom, fc.constantFrom(...moments), draws, async (pattern, where, drawn) => {
          const { fired, misses, expected, next } = await live(pattern, where, 'fire_all', drawn);
          expect(fired.map((t) => new Date(t).toISOString())).toEqual(expected.map((t) => new Date(t).toISOString()));
          expect({ misses, next }).toEqual({ misses: 0, next: null });
        }),
        { numRuns },
      ),
    HANGS_MS,
  );

  test(
    'whatever it does about missed times, it never fires at another time or twice, and counts every one',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.oneof(seldom, often),
          fc.constantFrom(...moments),
          fc.constantFrom(...MISSED_FIRES),
          draws,
          async (pattern, where, missedFire, drawn) => {
            const { fired, misses, expected, next } = await live(pattern, where, missedFire, drawn);
            expect(new Set(fired).size).toBe(fired.length);
            expect(fired.filter((at) => !expected.includes(at))).toEqual([]);
            expect({ all: fired.length + misses, next }).toEqual({ all: expected.length, next: null });
          },
        ),
        { numRuns },
      ),
    HANGS_MS,
  );
});
