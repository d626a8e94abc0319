import { describe, expect, test } from '@jest/globals';
import { type Instant, instant, seconds } from '../../../../lib/domain/kernel/time.ts';
import { nextAfter, type Recurrence, recurrenceFault, upcoming } from '../../../../lib/domain/schedule/recurrence.ts';
import { cronCalendar } from '../../../../lib/platform/cron-calendar.ts';

const at = (iso: string): Instant => instant(Date.parse(iso));
const NOON = at('2026-11-20T12:00:00Z');
const recurrence = (cron: string, timezone = 'UTC'): Recurrence => ({ cron, timezone, anchor: NOON });

describe('a rate', () => {
  test.each([
    ['before it begins', '2026-11-20T11:00:00Z', '2026-11-20T12:05:00.000Z'],
    ['as it begins', '2026-11-20T12:00:00Z', '2026-11-20T12:05:00.000Z'],
    ['just before a step', '2026-11-20T12:04:59.999Z', '2026-11-20T12:05:00.000Z'],
    ['at a step', '2026-11-20T12:05:00Z', '2026-11-20T12:10:00.000Z'],
    ['between', '2026-11-20T13:07:00Z', '2026-11-20T13:10:00.000Z'],
  ])('%s', (_, after, expected) => {
    expect(new Date(nextAfter(cronCalendar, recurrence('rate(5 minutes)'), at(after)) ?? 0).toISOString()).toBe(expected);
  });

  test.each(['rate(1 minute)', 'rate(2 hours)', 'rate( 1 day )', '  rate(90 seconds) '])('%s can be read', (cron) => {
    expect(recurrenceFault(cronCalendar, recurrence(cron), { now: NOON, floor: seconds(60) })).toBeUndefined();
  });

  test('of an hour is of an hour when the clocks change, too', () => {
    const nightly = { cron: 'rate(1 day)', timezone: 'Europe/Berlin', anchor: at('2026-03-28T02:00:00Z') };
    expect(upcoming(cronCalendar, nightly, nightly.anchor, 2)).toEqual([at('2026-03-29T02:00:00Z'), at('2026-03-30T02:00:00Z')]);
  });
});

describe('what is refused, and why', () => {
  test.each([
    ['* * * * * *', 'UTC', "'cron' comes true more often than every 60 seconds"],
    ['*/10 * * * * *', 'UTC', "'cron' comes true more often than every 60 seconds"],
    ['0,59 0 0 1 1 *', 'UTC', "'cron' comes true more often than every 60 seconds"],
    ['rate(59 seconds)', 'UTC', "'cron' comes true more often than every 60 seconds"],
    ['rate(0 minutes)', 'UTC', "'cron' names no time within 10 years"],
    ['rate(five minutes)', 'UTC', "'cron' cannot be read"],
    ['rate(-5 minutes)', 'UTC', "'cron' cannot be read"],
    ['rate(1 fortnight)', 'UTC', "'cron' cannot be read"],
    ['0 0 30 2 *', 'UTC', "'cron' names no time within 10 years"],
    ['cron(0 0 1 1 ? 9999)', 'UTC', "'cron' names no time within 10 years"],
    ['0 25 * * *', 'UTC', "'cron' cannot be read: Invalid value for hour: 25"],
    ['0 0 * * *', '../../etc/localtime', "'timezone' is not the name of a time zone"],
    ['0 0 * * *', 'Mars/Olympus', "'timezone' is not the name of a time zone"],
    ['rate(5 minutes)', 'Mars/Olympus', "'timezone' is not the name of a time zone"],
  ])('%s in %s', (cron, timezone, said) => {
    const fault = recurrenceFault(cronCalendar, recurrence(cron, timezone), { now: NOON, floor: seconds(60) });
    expect(fault).toMatchObject({ kind: 'permanent', code: 'schedule.invalid', message: expect.stringContaining(said) });
  });

  test.each(['* * * * *', '30 * * * * *', '@hourly', '0 0 29 2 *', 'cron(0 12 * * ? *)'])('%s is not', (cron) => {
    expect(recurrenceFault(cronCalendar, recurrence(cron, 'Europe/Berlin'), { now: NOON, floor: seconds(60) })).toBeUndefined();
  });

  test('how often is too often is a setting', () => {
    expect(recurrenceFault(cronCalendar, recurrence('*/10 * * * * *'), { now: NOON, floor: seconds(10) })).toBeUndefined();
    expect(recurrenceFault(cronCalendar, recurrence('*/5 * * * *'), { now: NOON, floor: seconds(600) })?.message).toContain(
      'every 600 seconds',
    );
  });
});

test('no more than asked for, and none when there are none', () => {
  expect(upcoming(cronCalendar, recurrence('@hourly'), NOON, 3)).toHaveLength(3);
  expect(upcoming(cronCalendar, recurrence('@hourly'), NOON, 0)).toEqual([]);
  expect(upcoming(cronCalendar, recurrence('0 0 30 2 *'), NOON, 3)).toEqual([]);
});
