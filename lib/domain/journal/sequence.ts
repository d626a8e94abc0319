import { bornAt } from '../kernel/ids.ts';
import { after, type Instant, instant, seconds } from '../kernel/time.ts';
import { type Entry, entryId, type Journal, LONGEST_ENTRY, WINDOW } from './journal.ts';

/** What of an event its place depends on. */
export type Candidate = { readonly id: string; readonly previous?: string };

/** Who is numbered already, of those that could still be met: event id to number. */
export type Numbered = ReadonlyMap<string, number>;

/** What was looked at: events in order of birth, from where, and whether that was all there is. */
export type Look = {
  readonly found: readonly Candidate[];
  readonly from: Instant;
  readonly complete: boolean;
};

export type Sequenced = {
  readonly journal: Journal;
  /** Absent when nobody new can be numbered. */
  readonly entry?: Entry;
  /** Somebody waits for an event before theirs, which is older than this look went back. */
  readonly missing: boolean;
  /** There is more to number than fits an entry. */
  readonly more: boolean;
};

/** When to look again while events may still be missing: seldom, and last of all once none can be. */
const SOON = seconds(15);
const LOOKS = [SOON, seconds(60), seconds(240), seconds(WINDOW + 1)];

/**
 * Numbers what was found: each event once, and never before the event that precedes it in its object's history.
 *
 * Commits become visible in any order, since each was begun at a time of its own; an object's events are a chain, and that is what tells when
 * one is missing. An event whose predecessor is so old that it cannot be missing any more waits for nobody.
 */
export function sequence(journal: Journal, numbered: Numbered, look: Look, now: Instant): Sequenced {
  const horizon = instant(now - WINDOW * 1000);
  const { order, held } = chain(look.found, numbered, horizon);
  const taken = order.slice(0, LONGEST_ENTRY);
  const left = [...order.slice(LONGEST_ENTRY), ...held];
  const advanced = settle(append(journal, taken, now), numbered, taken, left, look, horizon);
  return {
    journal: { ...advanced, dueAt: alarm(advanced, journal.dueAt, left.length > 0, now) },
    ...(taken.length > 0 && { entry: entryOf(journal, taken, now) }),
    missing: held.length > 0,
    more: order.length > taken.length || !look.complete,
  };
}

/** The new ones in an order that may be told, and those that must wait. */
function chain(found: readonly Candidate[], numbered: Numbered, horizon: Instant): { order: string[]; held: string[] } {
  const waiting = new Map(found.filter(({ id }) => !numbered.has(id)).map((event) => [event.id, event]));
  const order: string[] = [];
  const done = new Set<string>();
  for (const event of waiting.values()) {
    // Its history as far back as it is news; where clocks differ, a later event may say it was born earlier.
    const path: Candidate[] = [];
    let at: Candidate | undefined = event;
    while (at && !done.has(at.id)) {
      path.push(at);
      at = at.previous === undefined ? undefined : waiting.get(at.previous);
    }
    const eldest = path.at(-1);
    const before = eldest?.previous;
    const isReady = before === undefined || done.has(before) || numbered.has(before) || bornAt(before) < horizon;
    if (!isReady) continue;
    for (const next of path.reverse()) {
      done.add(next.id);
      order.push(next.id);
    }
  }
  return { order, held: [...waiting.keys()].filter((id) => !done.has(id)) };
}

const entryOf = ({ project, next }: Journal, events: readonly string[], at: Instant): Entry => ({
  id: entryId(next + events.length - 1),
  project,
  first: next,
  events,
  at,
  version: 0,
});

const append = (journal: Journal, taken: readonly string[], now: Instant): Journal =>
  taken.length === 0
    ? journal
    : {
        ...journal,
        next: journal.next + taken.length,
        readTo: instant(Math.max(journal.readTo, ...taken.map(bornAt))),
        appendedAt: now,
      };

/** A look that began where all was settled, and saw everything, settles what has become too old to change. */
function settle(
  journal: Journal,
  numbered: Numbered,
  taken: readonly string[],
  left: readonly string[],
  { from, complete, found }: Look,
  horizon: Instant,
): Journal {
  if (from > journal.settledTo) return journal;
  const seenTo = complete ? horizon : Math.min(horizon, ...found.slice(-1).map(({ id }) => bornAt(id)));
  const settledTo = instant(Math.max(journal.settledTo, Math.min(seenTo, ...left.map(bornAt))));
  if (settledTo === journal.settledTo) return journal;
  const first = journal.next - taken.length;
  const open = [
    ...[...numbered].filter(([id]) => bornAt(id) >= settledTo).map(([, n]) => n),
    ...taken.flatMap((id, i) => (bornAt(id) >= settledTo ? [first + i] : [])),
  ];
  return { ...journal, settledTo, since: open.reduce((a, b) => Math.min(a, b), journal.next) };
}

/** An alarm that comes early costs a look, moving one costs a write to the index: it stays for as long as it serves. */
function alarm(journal: Journal, before: Instant | null, left: boolean, now: Instant): Instant | null {
  const isSet = before !== null && before > now;
  const soon = after(now, SOON);
  const looks = [
    ...LOOKS.map((wait) => after(journal.appendedAt, wait)).filter((at) => at > now),
    ...(left ? [soon] : []),
    ...(journal.published < journal.next - 1 ? [Math.max(journal.publishAt, soon)] : []),
  ];
  const wanted = looks.length === 0 ? null : instant(Math.min(...looks));
  return isSet && wanted !== null ? instant(Math.min(before, wanted)) : wanted;
}
