import type { Json } from '../../../domain/kernel/json.ts';

/** The same value with the keys of every object in alphabetical order, as Senlin sends what users made. */
export function inOrder<T extends Json>(value: T): T;
export function inOrder(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => inOrder(item));
  const entries = Object.entries(value);
  if (entries.length === 0) return value;
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  // `fromEntries` defines its members, so that a key called `__proto__` stays a key.
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}
