import { Cron, type CronOptions } from 'croner';
import { instant } from '../domain/kernel/time.ts';
import { type Calendar, HORIZON_YEARS, LONGEST_EXPRESSION } from '../domain/schedule/calendar.ts';

const YEAR = 366 * 86_400_000;

/** No offsets, no paths, nothing that only looks like a name: `Europe/Berlin`, `America/Argentina/Ushuaia`, `Etc/GMT+5`, `UTC`. */
const ZONE = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z][A-Za-z0-9_+-]*){0,2}$/;
const LONGEST_ZONE = 64;

type Pattern = { readonly text: string; readonly options: CronOptions };

const PLAIN: CronOptions = { paused: true, mode: '5-or-6-parts', fixedTimeRule: 'no-wildcard' };
/** Its week begins with Sunday as 1, and `5/10` is from 5 on, every 10. */
const AWS: CronOptions = { paused: true, mode: '7-part', fixedTimeRule: 'no-wildcard', alternativeWeekdays: true, sloppyRanges: true };

/** @throws what the library says of a pattern it cannot read */
function patternOf(expression: string): Pattern {
  const text = expression.trim();
  if (text.length > LONGEST_EXPRESSION) throw new Error(`is longer than ${LONGEST_EXPRESSION} characters`);
  const [, inner] = /^cron\((.*)\)$/.exec(text) ?? [];
  return inner === undefined ? { text, options: PLAIN } : { text: fromAws(inner.trim()), options: AWS };
}

/** `?`, whichever day, is another `*` to the library. */
function fromAws(text: string): string {
  const [minute, hour, day, month, weekday, year, ...more] = text.split(/\s+/);
  if (year === undefined || more.length > 0) throw new Error('has other than six fields in cron(...)');
  if (day !== '?' && weekday !== '?') throw new Error("has no '?' for the day of the month or the day of the week in cron(...)");
  return ['0', minute, hour, day, month, weekday, year].join(' ');
}

const MOST_KEPT = 500;
const kept = new Map<string, Cron>();

/** Reading an expression takes longer than asking it. @throws what the library says of what it cannot read */
function compiled(expression: string, zone: string): Cron {
  const key = `${zone} ${expression}`;
  const known = kept.get(key);
  if (known) return known;
  const { text, options } = patternOf(expression);
  const made = new Cron(text, { ...options, timezone: zone });
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, made);
  return made;
}

/** By the library croner, which knows the zones from the runtime's own time zone database. */
export const cronCalendar: Calendar = {
  next(expression, zone, after) {
    try {
      const found = compiled(expression, zone).nextRun(new Date(after))?.getTime();
      return found === undefined || found > after + HORIZON_YEARS * YEAR ? undefined : instant(found);
    } catch {
      return undefined;
    }
  },

  complaint(expression) {
    try {
      compiled(expression, 'UTC');
      return undefined;
    } catch (error) {
      const said = error instanceof Error ? error.message.replace(/^Cron\w+: /, '').replace(/\.$/, '') : String(error);
      return `cannot be read: ${said}.`;
    }
  },

  isZone(zone) {
    if (zone.length > LONGEST_ZONE || !ZONE.test(zone)) return false;
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
      return true;
    } catch {
      return false;
    }
  },
};
