import { isJsonObject, type Json } from '../../lib/domain/kernel/json.ts';
import type { Drawn } from './request.ts';

const MOST_TRIES = 200;

/** The least request that still goes wrong in the same way. @param fails whether it does */
export async function shrunk(drawn: Drawn, fails: (smaller: Drawn) => Promise<boolean>): Promise<Drawn> {
  let least = drawn;
  let tries = 0;
  for (let found = true; found; ) {
    found = false;
    for (const smaller of smallerThan(least)) {
      if (++tries > MOST_TRIES) return least;
      if (!(await fails(smaller))) continue;
      least = smaller;
      found = true;
      break;
    }
  }
  return least;
}

/** Every request with one thing less in it. */
function* smallerThan(drawn: Drawn): Generator<Drawn> {
  const { query, headers, body, text } = drawn;
  if (text !== undefined) {
    const { text: _, ...rest } = drawn;
    yield rest;
  }
  if (body !== undefined) {
    const { body: _, ...rest } = drawn;
    yield rest;
    for (const less of lessThan(body)) yield { ...drawn, body: less };
  }
  for (const one of query) yield { ...drawn, query: query.filter((other) => other !== one) };
  for (const name of Object.keys(headers))
    yield { ...drawn, headers: Object.fromEntries(Object.entries(headers).filter(([other]) => other !== name)) };
}

function* lessThan(value: Json): Generator<Json> {
  if (typeof value === 'string' && value.length > 1 && !value.startsWith('{{')) yield value.slice(0, Math.ceil(value.length / 2));
  const entries: readonly (readonly [string, Json])[] = Array.isArray(value)
    ? value.map((inner: Json, i): readonly [string, Json] => [String(i), inner])
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  const whole = (some: readonly (readonly [string, Json])[]): Json =>
    Array.isArray(value) ? some.map(([, inner]) => inner) : Object.fromEntries(some);
  for (const [name] of entries) yield whole(entries.filter(([other]) => other !== name));
  for (const [name, inner] of entries)
    for (const less of lessThan(inner)) yield whole(entries.map((entry) => (entry[0] === name ? [name, less] : entry)));
}
