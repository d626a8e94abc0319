import { describe, expect, test } from '@jest/globals';
import { type Instant, instant, seconds } from '../../../../lib/domain/kernel/time.ts';
import { nextFire, nextFires, type Timing, timingFault } from '../../../../lib/domain/schedule/timing.ts';
import { cronCalendar } from '../../../../lib/platform/cron-calendar.ts';

const at = (iso: string): Instant => instant(Date.parse(iso));
const NOW = at('2026-11-20T12:00:00Z');
const timing = (over: Partial<Timing>): Timing => ({
  at: null,
  cron: null,
  timezone: 'UTC',
  start: null,
  end: null,
  createdAt: NOW,
  ...over,
});
const iso = (times: readonly (Instant | null)[]): string =>
  times.map((t) => (t === null ? '-' : new Date(t).toISOString().slice(5, 16))).join(' ');

describe('the next times', () => {
  test.each<[string, Partial<Timing>, string]>([
    ['once', { at: at('2026-11-21T09:00:00Z') }, '11-21T09:00'],
    ['again and again', { cron: '0 9 * * *' }, '11-21T09:00 11-22T09:00 11-23T09:00 11-24T09:00'],
    ['both, in order', { at: at('2026-11-22T15:00:00Z'), cron: '0 9 * * *' }, '11-21T09:00 11-22T09:00 11-22T15:00 11-23T09:00'],
    [
      'both at the same time are one',
      { at: at('2026-11-22T09:00:00Z'), cron: '0 9 * * *' },
      '11-21T09:00 11-22T09:00 11-23T09:00 11-24T09:00',
    ],
    [
      'from its start on, inclusive',
      { cron: '0 9 * * *', start: at('2026-11-22T09:00:00Z') },
      '11-22T09:00 11-23T09:00 11-24T09:00 11-25T09:00',
    ],
    ['until its end, inclusive', { cron: '0 9 * * *', end: at('2026-11-22T09:00:00Z') }, '11-21T09:00 11-22T09:00'],
    ['a rate counts from its making', { cron: 'rate(7 hours)' }, '11-20T19:00 11-21T02:00 11-21T09:00 11-21T16:00'],
    ['or from its start', { cron: 'rate(7 hours)', start: at('2026-11-21T00:00:00Z') }, '11-21T07:00 11-21T14:00 11-21T21:00 11-22T04:00'],
  ])('%s', (_, over, expected) => {
    expect(iso(nextFires(cronCalendar, timing(over), NOW, 4))).toBe(expected);
  });

  test('once it is over, there is none', () => {
    expect(nextFire(cronCalendar, timing({ at: NOW }), NOW)).toBeNull();
    expect(nextFire(cronCalendar, timing({ cron: '0 9 * * *', end: NOW }), NOW)).toBeNull();
  });
});

describe('what makes no sense, with the field named', () => {
  test.each<[Partial<Timing>, string]>([
    [{}, "One of 'at' and 'cron' is required."],
    [{ at: NOW }, "The value for 'at' is in the past."],
    [{ at: at('9999-01-01T00:00:00Z') }, "The value for 'at' is more than 10 years ahead."],
    [{ cron: '@daily', end: at('2026-11-19T00:00:00Z') }, "The value for 'end' is in the past."],
    [{ cron: '@daily', end: at('9999-01-01T00:00:00Z') }, "The value for 'end' is more than 10 years ahead."],
    [{ cron: '@daily', start: at('9999-01-01T00:00:00Z') }, "The value for 'start' is more than 10 years ahead."],
    [{ cron: '@daily', start: at('2026-11-25T00:00:00Z'), end: at('2026-11-25T00:00:00Z') }, "The value for 'end' is not after 'start'."],
    [{ at: at('2026-11-24T00:00:00Z'), start: at('2026-11-25T00:00:00Z') }, "The value for 'at' is before 'start'."],
    [{ at: at('2026-11-26T00:00:00Z'), end: at('2026-11-25T00:00:00Z') }, "The value for 'at' is after 'end'."],
    [{ at: at('2026-11-26T00:00:00Z'), timezone: '../../etc/localtime' }, "The value for 'timezone' is not the name"],
    [{ cron: '0 9 1 1 *', end: at('2026-12-25T00:00:00Z') }, "The value for 'cron' names no time between 'start' and 'end'."],
    [{ cron: '0 0 30 2 *' }, "The value for 'cron' names no time within 10 years"],
    [{ cron: '* * * * * *' }, "The value for 'cron' comes true more often"],
  ])('%j', (over, message) => {
    expect(timingFault(cronCalendar, timing(over), NOW, seconds(60))).toMatchObject({
      code: 'schedule.invalid',
      message: expect.stringContaining(message),
    });
  });
});

describe('a single time between a start and an end', () => {
  const [before, from, within, to, beyond] = [21, 22, 23, 24, 25].map((day) => at(`2026-11-${day}T12:00:00Z`));
  const bounds = { start: from ?? null, end: to ?? null };
  const said = (over: Partial<Timing>) => timingFault(cronCalendar, timing(over), NOW, seconds(60))?.message;
  test.each([
    [{ at: within ?? null, ...bounds }, undefined],
    [{ at: from ?? null, ...bounds }, undefined],
    [{ at: to ?? null, ...bounds }, undefined],
    [{ at: within ?? null, start: from ?? null }, undefined],
    [{ at: within ?? null, end: to ?? null }, undefined],
    [{ cron: '@daily', ...bounds }, undefined],
    [{ at: before ?? null, ...bounds }, "The value for 'at' is before 'start'."],
    [{ at: beyond ?? null, ...bounds }, "The value for 'at' is after 'end'."],
  ])('%j: %s', (over, wanted) => expect(said(over)).toBe(wanted));
});
