import { describe, expect, test } from '@jest/globals';
import { type Instant, instant, seconds } from '../../../../lib/domain/kernel/time.ts';
import { type Freeze, type Hours, nextOpening, standingAt } from '../../../../lib/domain/schedule/opening.ts';
import { endOf, type Span } from '../../../../lib/domain/schedule/span.ts';
import { cronCalendar } from '../../../../lib/platform/cron-calendar.ts';

const at = (iso: string): Instant => instant(Date.parse(iso));
const span = (cron: string, hours: number, timezone = 'UTC'): Span => ({ cron, timezone, duration: seconds(hours * 3600) });
const iso = (time: Instant | null | undefined): string => (time ? new Date(time).toISOString().slice(0, 16) : String(time));
const nights = span('0 2 * * *', 3);
const hours = (over: Partial<Hours> = {}): Hours => ({ windows: [nights], freezes: [], ...over });
const holidays: Freeze = { start: at('2026-12-20T00:00Z'), end: at('2027-01-02T00:00Z'), reason: 'holidays' };

describe('a span', () => {
  test.each([
    ['before it', '2026-11-20T01:59:59Z', 'undefined'],
    ['as it begins', '2026-11-20T02:00:00Z', '2026-11-20T05:00'],
    ['within', '2026-11-20T04:00:00Z', '2026-11-20T05:00'],
    ['as it ends', '2026-11-20T05:00:00Z', 'undefined'],
  ])('%s', (_, when, end) => {
    expect(iso(endOf(cronCalendar, nights, at(when)))).toBe(end);
  });

  test('that meets the next is one with it', () => {
    expect(iso(endOf(cronCalendar, span('0 2,4,9 * * *', 2), at('2026-11-20T02:30Z')))).toBe('2026-11-20T06:00');
  });

  test('that never ends has an end that can be told', () => {
    expect(endOf(cronCalendar, span('0 * * * *', 2), at('2026-11-20T02:30Z'))).toBeGreaterThan(at('2026-11-21T00:00Z'));
  });

  test.each([
    ['forward', '2026-03-29T01:30:00Z', '2026-03-29T03:00'],
    ['back', '2026-10-25T02:30:00Z', '2026-10-25T03:00'],
  ])('lasts as long as it says when the clocks go %s', (_, when, end) => {
    const berlin = { cron: _ === 'forward' ? '0 1 * * *' : '0 2 * * *', timezone: 'Europe/Berlin', duration: seconds(3 * 3600) };
    expect(iso(endOf(cronCalendar, berlin, at(when)))).toBe(end);
  });
});

describe('how it stands', () => {
  test.each<[string, Hours, string, object]>([
    ['in a window', hours(), '2026-11-20T03:00Z', { kind: 'open', until: at('2026-11-20T05:00Z') }],
    ['outside', hours(), '2026-11-20T06:00Z', { kind: 'closed', why: 'no maintenance window', look: at('2026-11-21T02:00Z') }],
    [
      'frozen, though in a window',
      hours({ freezes: [holidays] }),
      '2026-12-24T03:00Z',
      { kind: 'closed', why: 'a freeze (holidays)', look: at('2027-01-02T00:00Z') },
    ],
    [
      'a window that a freeze cuts short',
      hours({ freezes: [{ span: span('0 4 * * *', 1), reason: '' }] }),
      '2026-11-20T03:00Z',
      { kind: 'open', until: at('2026-11-20T04:00Z') },
    ],
    ['freezes alone', hours({ windows: [], freezes: [holidays] }), '2026-11-20T03:00Z', { kind: 'open', until: at('2026-12-20T00:00Z') }],
    ['freezes alone, all past', hours({ windows: [], freezes: [holidays] }), '2027-11-20T03:00Z', { kind: 'open', until: null }],
    ['windows that never come', hours({ windows: [span('0 0 30 2 *', 1)] }), '2026-11-20T03:00Z', { kind: 'closed', look: null }],
  ])('%s', (_, kept, when, expected) => {
    expect(standingAt(cronCalendar, kept, at(when))).toMatchObject(expected);
  });
});

describe('the next opening', () => {
  test.each<[string, Hours, string, string]>([
    ['is now, in a window', hours(), '2026-11-20T03:00Z', '2026-11-20T03:00 2026-11-20T05:00'],
    ['is the next window', hours(), '2026-11-20T06:00Z', '2026-11-21T02:00 2026-11-21T05:00'],
    [
      'is the first of several',
      hours({ windows: [nights, span('0 12 * * *', 1)] }),
      '2026-11-20T06:00Z',
      '2026-11-20T12:00 2026-11-20T13:00',
    ],
    ['is behind a freeze', hours({ freezes: [holidays] }), '2026-12-24T06:00Z', '2027-01-02T02:00 2027-01-02T05:00'],
    [
      'is what a freeze leaves of a window',
      hours({ freezes: [{ span: span('0 1 * * *', 2), reason: '' }] }),
      '2026-11-20T06:00Z',
      '2026-11-21T03:00 2026-11-21T05:00',
    ],
    [
      'never comes when freezes take all',
      hours({ freezes: [{ span: span('0 1 * * *', 5), reason: '' }] }),
      '2026-11-20T06:00Z',
      'undefined',
    ],
    ['never comes when windows never do', hours({ windows: [span('0 0 30 2 *', 1)] }), '2026-11-20T06:00Z', 'undefined'],
  ])('%s', (_, kept, now, expected) => {
    const found = nextOpening(cronCalendar, kept, at(now));
    expect(found ? `${iso(found.opens)} ${iso(found.closes)}` : 'undefined').toBe(expected);
  });
});
