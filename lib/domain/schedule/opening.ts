import { type Instant, instant } from '../kernel/time.ts';
import type { Calendar } from './calendar.ts';
import { endOf, nextBegin, type Span } from './span.ts';

/** When something must not happen, and why: between two moments, or again and again. */
export type Freeze = { readonly reason: string } & ({ readonly start: Instant; readonly end: Instant } | { readonly span: Span });

/** Something may happen within any of the windows, or whenever it likes where there are none, but never within a freeze. */
export type Hours = { readonly windows: readonly Span[]; readonly freezes: readonly Freeze[] };

export type Standing =
  /** It may happen, until then; null: for as long as anybody can see. */
  | { readonly kind: 'open'; readonly until: Instant | null }
  /** It may not. `look`: when that may change; null when it never does. */
  | { readonly kind: 'closed'; readonly why: string; readonly look: Instant | null };

const least = (times: readonly (Instant | undefined)[]): Instant | null => {
  const found = Math.min(...times.map((time) => time ?? Number.POSITIVE_INFINITY));
  return Number.isFinite(found) ? instant(found) : null;
};

const thawOf = (calendar: Calendar, freeze: Freeze, at: Instant): Instant | undefined => {
  if ('span' in freeze) return endOf(calendar, freeze.span, at);
  return at >= freeze.start && at < freeze.end ? freeze.end : undefined;
};
const nextFreeze = (calendar: Calendar, freeze: Freeze, at: Instant): Instant | undefined =>
  'span' in freeze ? nextBegin(calendar, freeze.span, at) : freeze.start > at ? freeze.start : undefined;

/** How it stands at an instant. */
export function standingAt(calendar: Calendar, { windows, freezes }: Hours, at: Instant): Standing {
  for (const freeze of freezes) {
    const thaw = thawOf(calendar, freeze, at);
    if (thaw !== undefined) return { kind: 'closed', why: freeze.reason === '' ? 'a freeze' : `a freeze (${freeze.reason})`, look: thaw };
  }
  const ends = windows.flatMap((window) => endOf(calendar, window, at) ?? []);
  if (windows.length > 0 && ends.length === 0) {
    return { kind: 'closed', why: 'no maintenance window', look: least(windows.map((window) => nextBegin(calendar, window, at))) };
  }
  const closes = windows.length > 0 ? instant(Math.max(...ends)) : undefined;
  return { kind: 'open', until: least([closes, ...freezes.map((freeze) => nextFreeze(calendar, freeze, at))]) };
}

/** A freeze may swallow window after window; after so many looks nobody waits for the one that is left. */
const MOST_LOOKS = 400;

/** From when to when it may happen next, now included; undefined when nobody can see that it ever may. */
export function nextOpening(
  calendar: Calendar,
  hours: Hours,
  now: Instant,
): { readonly opens: Instant; readonly closes: Instant | null } | undefined {
  let at = now;
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const standing = standingAt(calendar, hours, at);
    if (standing.kind === 'open') return { opens: at, closes: standing.until };
    if (standing.look === null) return undefined;
    at = standing.look;
  }
  return undefined;
}
