import { describe, expect, test } from '@jest/globals';
import { instant } from '../../../lib/domain/kernel/time.ts';
import { cronCalendar } from '../../../lib/platform/cron-calendar.ts';

/** The first times after an instant, without the seconds that are zero. */
function times(expression: string, zone: string, after: string, count: number): string {
  const found: string[] = [];
  for (let at = cronCalendar.next(expression, zone, instant(Date.parse(after))); at && found.length < count; ) {
    found.push(new Date(at).toISOString().replace(/(?::00)?\.000Z$/, 'Z'));
    at = cronCalendar.next(expression, zone, at);
  }
  return found.join(' ');
}

describe('where the clocks never change', () => {
  test.each([
    ['0 9 * * *', '2026-11-20T08:00:00Z', '2026-11-20T09:00Z 2026-11-21T09:00Z'],
    ['0 9 * * *', '2026-11-20T09:00:00Z', '2026-11-21T09:00Z 2026-11-22T09:00Z'],
    ['0 9 * * *', '2026-11-20T08:59:59.999Z', '2026-11-20T09:00Z 2026-11-21T09:00Z'],
    ['30 0 9 * * *', '2026-11-20T08:00:00Z', '2026-11-20T09:00:30Z 2026-11-21T09:00:30Z'],
    ['0 0 29 2 *', '2026-11-20T08:00:00Z', '2028-02-29T00:00Z 2032-02-29T00:00Z'],
    ['0 12 1 * MON', '2026-11-20T08:00:00Z', '2026-11-23T12:00Z 2026-11-30T12:00Z 2026-12-01T12:00Z'],
    ['0 12 L * *', '2026-11-20T08:00:00Z', '2026-11-30T12:00Z 2026-12-31T12:00Z'],
    ['0 12 ? * 5#3', '2026-11-20T12:00:00Z', '2026-12-18T12:00Z 2027-01-15T12:00Z'],
    ['0 12 * * 7', '2026-11-20T12:00:00Z', '2026-11-22T12:00Z 2026-11-29T12:00Z'],
    ['@daily', '2026-11-20T12:00:00Z', '2026-11-21T00:00Z 2026-11-22T00:00Z'],
    ['@weekly', '2026-11-20T12:00:00Z', '2026-11-22T00:00Z 2026-11-29T00:00Z'],
    ['@yearly', '2026-11-20T12:00:00Z', '2027-01-01T00:00Z 2028-01-01T00:00Z'],
    ['cron(0/15 10 ? * MON-FRI *)', '2026-11-20T10:20:00Z', '2026-11-20T10:30Z 2026-11-20T10:45Z 2026-11-23T10:00Z'],
    ['cron(0 10 ? * 1 2027)', '2026-11-20T10:20:00Z', '2027-01-03T10:00Z 2027-01-10T10:00Z'],
    ['cron(0 10 L * ? *)', '2026-11-20T10:20:00Z', '2026-11-30T10:00Z 2026-12-31T10:00Z'],
  ])('%s after %s', (expression, after, expected) => {
    expect(times(expression, 'UTC', after, expected.split(' ').length)).toBe(expected);
  });
});

describe('when the clocks go forward', () => {
  test.each([
    [
      'a time that is left out happens at the first moment after',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-03-28T12:00Z',
      '2026-03-29T01:00Z 2026-03-30T00:30Z',
    ],
    ['so does each of a list, once together', '15,45 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-29T01:00Z 2026-03-30T00:15Z'],
    [
      'and never twice with one that was due then anyway',
      '0 2,3 * * *',
      'Europe/Berlin',
      '2026-03-28T12:00Z',
      '2026-03-29T01:00Z 2026-03-30T00:00Z',
    ],
    ['an interval leaves it out', '*/30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-30T00:00Z 2026-03-30T00:30Z'],
    ['and runs on', '*/30 * * * *', 'Europe/Berlin', '2026-03-29T00:10Z', '2026-03-29T00:30Z 2026-03-29T01:00Z 2026-03-29T01:30Z'],
    ['in New York', '30 2 * * *', 'America/New_York', '2026-03-07T12:00Z', '2026-03-08T07:00Z 2026-03-09T06:30Z'],
    ['by half an hour', '15 2 * * *', 'Australia/Lord_Howe', '2026-10-02T16:00Z', '2026-10-03T15:30Z 2026-10-04T15:15Z'],
    ['at midnight', '0 0 * * *', 'Africa/Cairo', '2026-04-22T23:00Z', '2026-04-23T22:00Z 2026-04-24T21:00Z'],
    ['by a whole day, which is not made up for', '0 12 * * *', 'Pacific/Apia', '2011-12-29T12:00Z', '2011-12-29T22:00Z 2011-12-30T22:00Z'],
  ])('%s', (_, expression, zone, after, expected) => {
    expect(times(expression, zone, after, expected.split(' ').length)).toBe(expected);
  });
});

describe('when the clocks go back', () => {
  test.each([
    [
      'a time that comes twice happens the first time',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-10-24T12:00Z',
      '2026-10-25T00:30Z 2026-10-26T01:30Z',
    ],
    [
      'an interval happens both times',
      '*/30 2 * * *',
      'Europe/Berlin',
      '2026-10-24T12:00Z',
      '2026-10-25T00:00Z 2026-10-25T00:30Z 2026-10-25T01:00Z 2026-10-25T01:30Z 2026-10-26T01:00Z',
    ],
    [
      'every minute stays every minute',
      '*/20 * * * *',
      'Europe/Berlin',
      '2026-10-25T00:30Z',
      '2026-10-25T00:40Z 2026-10-25T01:00Z 2026-10-25T01:20Z 2026-10-25T01:40Z 2026-10-25T02:00Z',
    ],
    ['in New York', '30 1 * * *', 'America/New_York', '2026-10-31T12:00Z', '2026-11-01T05:30Z 2026-11-02T06:30Z'],
    ['by half an hour', '45 1 * * *', 'Australia/Lord_Howe', '2026-04-03T15:00Z', '2026-04-04T14:45Z 2026-04-05T15:15Z'],
    [
      'by half an hour, an interval',
      '*/15 1 * * *',
      'Australia/Lord_Howe',
      '2026-04-04T14:20Z',
      '2026-04-04T14:30Z 2026-04-04T14:45Z 2026-04-04T15:00Z 2026-04-04T15:15Z 2026-04-05T14:30Z',
    ],
    ['beginning between the two', '30 2 * * *', 'Europe/Berlin', '2026-10-25T00:45Z', '2026-10-26T01:30Z 2026-10-27T01:30Z'],
  ])('%s', (_, expression, zone, after, expected) => {
    expect(times(expression, zone, after, expected.split(' ').length)).toBe(expected);
  });
});

describe('what cannot be', () => {
  test.each(['0 0 30 2 *', '0 0 31 4,6,9,11 *', 'cron(0 0 1 1 ? 9999)', 'cron(0 0 1 1 ? 1999)'])('%s never happens', (expression) => {
    expect(cronCalendar.complaint(expression)).toBeUndefined();
    expect(cronCalendar.next(expression, 'Europe/Berlin', instant(1_800_000_000_000))).toBeUndefined();
  });

  test.each([
    ['', 'exactly five, six'],
    ['a', 'exactly five, six'],
    ['* * * *', 'exactly five, six'],
    ['* * * * * * *', 'requires exactly 5 or 6 parts'],
    ['60 * * * *', 'minute: 60'],
    ['* 24 * * *', 'hour: 24'],
    ['0 0 32 * *', 'day'],
    ['0 0 * 13 *', 'month'],
    ['*/0 * * * *', 'step'],
    ['5-3 * * * *', 'From value is larger'],
    ['1e1 * * * *', 'illegal characters'],
    ['$(date) * * * *', 'cannot be read'],
    ['@reboot', 'not supported'],
    ['@often', 'cannot be read'],
    ['cron(0 10 ? * MON-FRI)', 'six fields'],
    ['cron(0 10 * * * *)', "no '?'"],
    ['0'.repeat(10_000), 'longer than 200'],
  ])('%.40s is refused: %s', (expression, said) => {
    expect(cronCalendar.complaint(expression)).toContain(said);
    expect(cronCalendar.next(expression, 'UTC', instant(0))).toBeUndefined();
  });

  test.each(['Europe/Berlin', 'UTC', 'Etc/GMT+5', 'US/Eastern', 'America/Argentina/Ushuaia'])('%s is a zone', (zone) => {
    expect(cronCalendar.isZone(zone)).toBe(true);
  });

  test.each([
    '',
    '../../etc/localtime',
    '/etc/localtime',
    'Europe/../UTC',
    'Nowhere/Land',
    '+01:00',
    'Z'.repeat(300),
    'Europe/Berlin\n',
    '1',
  ])('%.30j is none', (zone) => {
    expect(cronCalendar.isZone(zone)).toBe(false);
    expect(cronCalendar.next('0 0 * * *', '../../etc/localtime', instant(0))).toBeUndefined();
  });
});
