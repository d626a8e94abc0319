/** Somebody who watches a clock on a wall and knows nothing of cron libraries: slow, and easy to believe. */

export type Field = { readonly every: number } | { readonly values: readonly number[] };
export type Pattern = { readonly minute: Field; readonly hour: Field; readonly day: Field; readonly month: Field; readonly weekday: Field };

const fieldText = (field: Field): string => ('values' in field ? field.values.join(',') : field.every === 1 ? '*' : `*/${field.every}`);
export const textOf = ({ minute, hour, day, month, weekday }: Pattern): string =>
  [minute, hour, day, month, weekday].map(fieldText).join(' ');

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** How far the wall is ahead of UTC, in milliseconds. Zones change at full quarters of an hour. */
function offset(zone: string, at: number): number {
  const quarter = Math.floor(at / QUARTER) * QUARTER;
  const key = `${zone} ${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  formats.set(zone, format);
  const part = Object.fromEntries(format.formatToParts(new Date(quarter)).map(({ type, value }) => [type, Number(value)]));
  const found = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute) - quarter;
  offsets.set(key, found);
  return found;
}

/** When the clocks of a zone change: the first instants of the new time. */
export function changesNear(zone: string, from: number, span: number = 365 * 24 * 60 * MINUTE): readonly number[] {
  const found: number[] = [];
  let low = Math.floor(from / QUARTER) * QUARTER;
  const end = low + span;
  for (let step = low; step < end; low = step) {
    step = Math.min(low + 24 * 60 * MINUTE, end);
    if (offset(zone, low) === offset(zone, step)) continue;
    let [before, after] = [low, step];
    while (after - before > QUARTER) {
      const middle = Math.floor((before + after) / 2 / QUARTER) * QUARTER;
      if (offset(zone, middle) === offset(zone, low)) before = middle;
      else after = middle;
    }
    found.push(after);
  }
  return found.length > 0 || span < 365 * 24 * 60 * MINUTE ? found : [from];
}

const holds = (field: Field, value: number, least: number): boolean =>
  'values' in field ? field.values.includes(value) : (value - least) % field.every === 0;
const isStar = (field: Field): boolean => 'every' in field && field.every === 1;

/** Whether a wall shows what a pattern asks for. @param wall milliseconds, as if the wall were in Greenwich */
function shows({ minute, hour, day, month, weekday }: Pattern, wall: number): boolean {
  const date = new Date(wall);
  if (!holds(minute, date.getUTCMinutes(), 0) || !holds(hour, date.getUTCHours(), 0) || !holds(month, date.getUTCMonth() + 1, 1))
    return false;
  const [onDay, onWeekday] = [holds(day, date.getUTCDate(), 1), holds(weekday, date.getUTCDay(), 0)];
  return isStar(day) || isStar(weekday) ? onDay && onWeekday : onDay || onWeekday;
}

/** Every minute in which something is to happen. @param from exclusive @param to inclusive */
export function oracle(pattern: Pattern, zone: string, from: number, to: number): readonly number[] {
  const fixed = 'values' in pattern.minute && 'values' in pattern.hour;
  const times = new Set<number>();
  const seen = new Set<number>();
  // A day more at the front, so that what was there once is known.
  for (let at = Math.ceil(from / MINUTE) * MINUTE - 24 * 60 * MINUTE; at <= to; at += MINUTE) {
    const wall = at + offset(zone, at);
    const jumped = wall - (at - MINUTE + offset(zone, at - MINUTE)) - MINUTE;
    if (fixed && jumped > 0) {
      const today = Math.floor(wall / (24 * 60 * MINUTE));
      for (let skipped = wall - jumped; skipped < wall; skipped += MINUTE) {
        if (shows(pattern, skipped) && Math.floor(skipped / (24 * 60 * MINUTE)) === today) times.add(at);
      }
    }
    if (shows(pattern, wall) && !(fixed && seen.has(wall))) times.add(at);
    seen.add(wall);
  }
  return [...times].filter((at) => at > from && at <= to);
}
