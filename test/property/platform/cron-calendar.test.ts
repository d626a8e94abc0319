import { describe, expect, test } from '@jest/globals';
import { CronExpressionParser } from 'cron-parser';
import fc from 'fast-check';
import { type Instant, instant } from '../../../lib/domain/kernel/time.ts';
import { cronCalendar } from '../../../lib/platform/cron-calendar.ts';
import { changesNear, oracle, type Pattern, textOf } from '../../support/wall-clock.ts';

const numRuns = Number(process.env.COPPICE_RUNS ?? 100) * 5;
const DAY = 86_400_000;

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Cairo',
  'America/St_Johns',
  'Pacific/Chatham',
  'Asia/Kolkata',
  'UTC',
];
const zone = fc.constantFrom(...ZONES);

/** One field: everything, every n-th, or some values of it. */
const field = (from: number, to: number): fc.Arbitrary<Pattern['minute']> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant({ every: 1 }) },
    { weight: 1, arbitrary: fc.integer({ min: 2, max: Math.min(to - from, 30) }).map((every) => ({ every })) },
    {
      weight: 4,
      arbitrary: fc
        .uniqueArray(fc.integer({ min: from, max: to }), { minLength: 1, maxLength: 4 })
        .map((values) => ({ values: values.sort((a, b) => a - b) })),
    },
  );
/** Mostly at hours in which clocks change. */
const hour = fc.oneof(
  field(0, 23),
  fc
    .uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 })
    .map((values) => ({ values: values.sort((a, b) => a - b) })),
);
const pattern: fc.Arbitrary<Pattern> = fc.record({
  minute: field(0, 59),
  hour,
  day: field(1, 31),
  month: field(1, 12),
  weekday: field(0, 6),
});
const often: fc.Arbitrary<Pattern> = fc.record({
  minute: field(0, 59),
  hour,
  day: fc.constant({ every: 1 }),
  month: fc.constant({ every: 1 }),
  weekday: fc.oneof(fc.constant({ every: 1 }), field(0, 6)),
});

const anyTime = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2032, 0) }).map(instant);

function upTo(expression: string, zoneName: string, from: Instant, to: number, most: number): number[] {
  const times: number[] = [];
  for (
    let at = cronCalendar.next(expression, zoneName, from);
    at && at <= to && times.length < most;
    at = cronCalendar.next(expression, zoneName, at)
  ) {
    times.push(at);
  }
  return times;
}

/** What it says never happens, it does not read at all. */
function parsed(expression: string, tz: string, after: Instant) {
  try {
    return CronExpressionParser.parse(expression, { currentDate: new Date(after), tz });
  } catch {
    return undefined;
  }
}

describe('a calendar', () => {
  test('goes forward, and finds the same from wherever it is asked', () => {
    fc.assert(
      fc.property(pattern, zone, anyTime, fc.double({ min: 0, max: 1, noNaN: true }), (p, z, after, between) => {
        const first = cronCalendar.next(textOf(p), z, after);
        if (first === undefined) return;
        expect(first).toBeGreaterThan(after);
        expect(first % 1000).toBe(0);
        // From any moment before it, the next is still this one.
        expect(cronCalendar.next(textOf(p), z, instant(Math.floor(after + (first - 1 - after) * between)))).toBe(first);
        expect(cronCalendar.next(textOf(p), z, first) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(first);
      }),
      { numRuns },
    );
  });

  test('over every change of the clocks, agrees with somebody who watches the clock on the wall', () => {
    const change = zone.chain((z) =>
      fc.constantFrom(...changesNear(z, z === 'Pacific/Apia' ? Date.UTC(2011, 11, 20) : Date.UTC(2026, 1))).map((at) => ({ z, at })),
    );
    fc.assert(
      fc.property(often, change, (p, { z, at }) => {
        const around = z === 'Pacific/Apia' ? DAY : DAY / 3;
        const [from, to] = [instant(at - around), instant(at + around)];
        const watched = oracle(p, z, from, to);
        expect(upTo(textOf(p), z, from, to, 10_000)).toEqual(watched);
      }),
      { numRuns: numRuns / 4 },
    );
  });

  test('agrees with another library wherever the clocks do not change', () => {
    let compared = 0;
    fc.assert(
      fc.property(pattern, zone, anyTime, (p, z, after) => {
        const theirs = parsed(textOf(p), z, after);
        if (!theirs) return void expect(cronCalendar.next(textOf(p), z, after)).toBeUndefined();
        let mine: Instant | undefined = after;
        for (let i = 0; i < 3; i++) {
          mine = mine && cronCalendar.next(textOf(p), z, mine);
          if (mine === undefined || mine > after + 5 * 366 * DAY) return;
          if (changesNear(z, mine - 2 * DAY, 4 * DAY).length > 0) return;
          expect(new Date(mine).toISOString()).toBe(theirs.next().toDate().toISOString());
          compared++;
        }
      }),
      { numRuns: numRuns * 2 },
    );
    expect(compared).toBeGreaterThan(numRuns / 2);
  });

  test('answers whatever it is asked, and soon', () => {
    const word = fc.stringMatching(/^[-0-9*/,?LW#A-Z@() ]{0,12}$/);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { minLength: 5, maxLength: 6 }).map((w) => w.join(' ')),
        ),
        fc.oneof(zone, fc.string()),
        (e, z) => {
          const at = cronCalendar.next(e, z, instant(Date.UTC(2026, 0)));
          if (cronCalendar.complaint(e) !== undefined || !cronCalendar.isZone(z)) expect(at).toBeUndefined();
        },
      ),
      { numRuns },
    );
  });
});
