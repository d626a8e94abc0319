import { describe, expect, test } from '@jest/globals';
import { type Instant, instant } from '../../../../lib/domain/kernel/time.ts';
import type { Schedule } from '../../../../lib/domain/schedule/schedule.ts';
import { failed, fired, patient, turnOf, wound } from '../../../../lib/domain/schedule/turn.ts';
import { cronCalendar } from '../../../../lib/platform/cron-calendar.ts';
import { aSchedule } from '../../../support/a-schedule.ts';

const at = (iso: string): Instant => instant(Date.parse(`2026-11-20T${iso}Z`));
/** Every ten minutes, next at noon. */
const ten = (over: Partial<Schedule> = {}): Schedule => aSchedule({ cron: '*/10 * * * *', next: at('12:00'), dueAt: at('12:00'), ...over });
const turn = (schedule: Schedule, now: Instant) => turnOf(schedule, cronCalendar, now);

describe('in time', () => {
  test('rests until it is due', () => {
    expect(turn(ten(), at('11:59:59.999'))).toEqual({ kind: 'rest' });
    expect(turn(ten({ paused: true }), at('12:00'))).toEqual({ kind: 'rest' });
    expect(turn(ten({ next: null, dueAt: null }), at('12:00'))).toEqual({ kind: 'rest' });
    expect(turn(ten({ next: at('12:10') }), at('12:00'))).toEqual({ kind: 'rest' });
  });

  test('fires, and is then due at its next time', () => {
    expect(turn(ten(), at('12:00'))).toMatchObject({
      kind: 'fire',
      instant: at('12:00'),
      next: { next: at('12:10'), dueAt: at('12:10'), misses: 0 },
    });
  });

  test('one of a kind is over when it has fired', () => {
    const once = ten({ cron: null, at: at('12:00') });
    expect(turn(once, at('12:00:01'))).toMatchObject({ kind: 'fire', next: { next: null, dueAt: null } });
  });

  test('counts what it did', () => {
    expect(fired(ten({ fires: 2, lastError: 'busy' }), 'a1', at('12:00:01'))).toMatchObject({
      fires: 3,
      lastAction: 'a1',
      lastFiredAt: at('12:00:01'),
      lastError: null,
    });
    expect(failed(ten({ misses: 2 }), 'no')).toMatchObject({ misses: 3, lastError: 'no' });
  });
});

describe('late', () => {
  test.each<[Schedule['missedFire'], string, object]>([
    ['fire_once', '12:04', { kind: 'fire', instant: at('12:00'), next: { next: at('12:10'), misses: 0 } }],
    ['fire_once', '12:06', { kind: 'fire', instant: at('12:00'), next: { next: at('12:10'), misses: 0 } }],
    ['fire_once', '12:36', { kind: 'fire', instant: at('12:30'), next: { next: at('12:40'), misses: 3 } }],
    ['skip', '12:04', { kind: 'fire', instant: at('12:00'), next: { next: at('12:10'), misses: 0 } }],
    ['skip', '12:06', { kind: 'miss', last: at('12:00'), count: 1, next: { next: at('12:10'), misses: 1 } }],
    ['skip', '12:32', { kind: 'fire', instant: at('12:30'), next: { next: at('12:40'), misses: 3 } }],
    ['skip', '12:36', { kind: 'miss', last: at('12:30'), count: 4, next: { next: at('12:40'), misses: 4 } }],
    ['fire_all', '12:36', { kind: 'fire', instant: at('12:00'), next: { next: at('12:10'), dueAt: at('12:10'), misses: 0 } }],
    ['fire_all', '14:05', { kind: 'fire', instant: at('12:30'), next: { next: at('12:40'), misses: 3 } }],
  ])('%s at %s', (missedFire, now, expected) => {
    expect(turn(ten({ missedFire }), at(now))).toMatchObject(expected);
  });

  test('by days of minutes it gets on a thousand at a time', () => {
    let schedule = aSchedule({ cron: '* * * * *', next: at('12:00'), dueAt: at('12:00') });
    const now = instant(at('12:00') + 2_500 * 60_000);
    let turns = 0;
    for (let next = turn(schedule, now); next.kind === 'miss'; next = turn(schedule, now)) {
      schedule = next.next;
      turns++;
    }
    expect(turns).toBe(2);
    expect(turn(schedule, now)).toMatchObject({ kind: 'fire', instant: now, next: { misses: 2_500 } });
  });
});

describe('with a busy target', () => {
  const fire = (schedule: Schedule, now: Instant) => {
    const found = turn(schedule, now);
    if (found.kind !== 'fire') throw new Error(found.kind);
    return found;
  };

  test('asks again soon, until the tolerance is over', () => {
    const first = patient(ten(), fire(ten(), at('12:00')), 'busy', at('12:00'));
    expect(first).toMatchObject({
      next: at('12:00'),
      dueAt: at('12:00:15'),
      waiting: { instant: at('12:00'), until: at('12:05') },
      lastError: 'busy',
      misses: 0,
    });
    if (!first) return;
    expect(turn(first, at('12:00:14'))).toEqual({ kind: 'rest' });
    const last = { ...first, dueAt: at('12:04:55') };
    expect(patient(last, fire(last, at('12:04:55')), 'busy', at('12:04:55'))).toMatchObject({ dueAt: at('12:05') });
    expect(patient(last, fire(last, at('12:05')), 'busy', at('12:05'))).toBeUndefined();
  });

  test('one that was late already is given as long', () => {
    const late = ten({ cron: '0 * * * *' });
    expect(patient(late, fire(late, at('12:30')), 'busy', at('12:30'))).toMatchObject({ waiting: { until: at('12:35') } });
    const skipping = { ...late, missedFire: 'skip', waiting: { instant: at('12:00'), until: at('12:09') } } as const;
    expect(turn(skipping, at('12:08'))).toMatchObject({ kind: 'fire', instant: at('12:00') });
  });

  test('a time that comes meanwhile takes its place', () => {
    const often = aSchedule({ cron: '* * * * *', next: at('12:00'), dueAt: at('12:00') });
    const waiting = patient(often, fire(often, at('12:00:50')), 'busy', at('12:00:50'));
    expect(waiting).toMatchObject({ dueAt: at('12:01') });
    expect(waiting && turn(waiting, at('12:01'))).toMatchObject({ kind: 'fire', instant: at('12:01'), next: { misses: 1 } });
  });
});

test('wound up, it counts from now', () => {
  expect(wound(ten(), cronCalendar, at('15:01'))).toMatchObject({ next: at('15:10'), dueAt: at('15:10') });
  expect(wound(ten({ paused: true }), cronCalendar, at('15:01'))).toMatchObject({ next: null, dueAt: null });
  expect(
    wound(ten({ cron: null, at: at('15:00'), waiting: { instant: at('15:00'), until: at('15:05') } }), cronCalendar, at('15:01')),
  ).toMatchObject({ next: null, waiting: null });
  expect(wound(ten({ start: at('16:00'), end: at('16:00') }), cronCalendar, at('15:01'))).toMatchObject({ next: at('16:00') });
  expect(wound(ten({ end: at('15:05') }), cronCalendar, at('15:01'))).toMatchObject({ next: null });
});

describe('whoever finds its target busy', () => {
  const asked = ten({ cron: null, at: at('12:00') });
  const fire = (next: Instant | null) => ({ kind: 'fire', instant: at('12:00'), next: { ...asked, next } }) as const;
  test.each([
    ['asks again soon', at('12:10'), '12:00', '12:00:15'],
    ['no later than its next time', at('12:00:05'), '12:00', '12:00:05'],
    ['whatever its next time was, once that is past', at('11:59'), '12:00', '12:00:15'],
    ['and if it has none', null, '12:00', '12:00:15'],
    ['nor later than it is patient', null, '12:04:50', '12:05'],
  ])('%s', (_, next, now, due) => {
    const waiting = { ...asked, waiting: { instant: at('12:00'), until: at('12:05') } };
    expect(patient(waiting, fire(next), 'busy', at(now))?.dueAt).toBe(at(due));
  });
  test('is not patient for ever', () => {
    const waiting = { ...asked, waiting: { instant: at('12:00'), until: at('12:05') } };
    expect(patient(waiting, fire(null), 'busy', at('12:05'))).toBeUndefined();
  });
});
