import { isJsonObject, type Json } from '../kernel/json.ts';
import { SHORTEST_HIDDEN } from './writings.ts';

/** What stands where a secret stood. */
export const HIDDEN_SECRET = '[secret]';

/** Writings to be hidden, by how they begin, the longest first. */
export type Hidden = ReadonlyMap<string, readonly string[]>;

/** At least so much of a writing that was cut off is hidden too. */
const SHORTEST_REST = 8;

export function hiddenBy(writings: Iterable<string>): Hidden {
  const byHead = new Map<string, string[]>();
  for (const writing of new Set(writings)) {
    const head = writing.slice(0, SHORTEST_HIDDEN);
    const same = byHead.get(head);
    if (same) same.push(writing);
    else byHead.set(head, [writing]);
  }
  for (const same of byHead.values()) same.sort((a, b) => b.length - a.length);
  return byHead;
}

/** The text without what is to be hidden, also where the end of it was cut off. Takes as long as the text, however much there is to hide. */
export function hide(text: string, hidden: Hidden): string {
  if (hidden.size === 0 || text.length < SHORTEST_HIDDEN) return text;
  let shown = '';
  let from = 0;
  for (let at = 0; at + SHORTEST_HIDDEN <= text.length; ) {
    const length = lengthAt(text, at, hidden);
    if (length === 0) {
      at += 1;
      continue;
    }
    shown += text.slice(from, at) + HIDDEN_SECRET;
    at += length;
    from = at;
  }
  return from === 0 ? text : shown + text.slice(from);
}

function lengthAt(text: string, at: number, hidden: Hidden): number {
  const writings = hidden.get(text.slice(at, at + SHORTEST_HIDDEN)) ?? [];
  const whole = writings.find((writing) => text.startsWith(writing, at));
  if (whole !== undefined) return whole.length;
  if (writings.length === 0) return 0;
  const rest = text.slice(at).replace(/(?:\.\.\.|…)$/, '');
  return rest.length >= SHORTEST_REST && writings.some((writing) => writing.startsWith(rest)) ? rest.length : 0;
}

/** The same for every text in a value, names of members included. */
export function hideIn(value: Json, hidden: Hidden): Json {
  if (typeof value === 'string') return hide(value, hidden);
  if (Array.isArray(value)) return value.map((each: Json) => hideIn(each, hidden));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [hide(name, hidden), hideIn(each, hidden)]));
}
