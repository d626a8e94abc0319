import { type Instant, instant } from './time.ts';

/**
 * An id is a UUID of version 8 that carries its own birth time:
 *
 *     rrrrrrrr-tttt-8ttt-vttt-ttssssrrrrrr
 *
 * `r` random, `t` the 48-bit millisecond, `s` a sequence within it. The first eight digits are random because clients print and
 * accept them as a short id. The time is inside so that the id alone gives an object's place in creation order, which is
 * what the store's keys are made of: one key serves both lookup by id and listing in order.
 */
export type Entropy = { readonly high: number; readonly low: number };

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0').slice(-digits);

/** @param entropy two unsigned 32-bit numbers @param sequence 0..65535, the order among objects born in the same millisecond */
export function makeId(at: Instant, sequence: number, entropy: Entropy): string {
  const time = hex(at, 12);
  const variant = hex(8 + ((entropy.low >>> 30) & 3), 1);
  return `${hex(entropy.high, 8)}-${time.slice(0, 4)}-8${time.slice(4, 7)}-${variant}${time.slice(7, 10)}-${time.slice(10)}${hex(sequence, 4)}${hex(entropy.low, 6)}`;
}

/**
 * The id of the n-th thing of its kind that a parent brings into being. Deciding twice gives the same id, so spawning twice spawns once.
 *
 * @param at when the parent began, so that the child sorts after what existed before
 */
export const childId = (parentId: string, kind: string, sequence: number, at: Instant): string =>
  childIds(parentId, kind, sequence, sequence + 1, at)[0] as string;

/** The ids from one place up to another. No two siblings share a short id: scattering is a permutation. */
export function childIds(parentId: string, kind: string, from: number, to: number, at: Instant): string[] {
  const high = mix(`${kind}:${parentId}`, 0x9747b28c);
  const low = mix(`${parentId}:${kind}`, 0x1b873593);
  return Array.from({ length: Math.max(0, to - from) }, (_, i) =>
    makeId(at, from + i + 1, { high: scatter(high + from + i), low: scatter(low ^ (from + i)) }),
  );
}

/** Where an id stands in creation order: sorts as text. */
export const orderOf = (id: string): string => `${timeDigits(id)}${id.slice(26, 30)}${id}`;

/** When the object was born, to the millisecond. */
export const bornAt = (id: string): Instant => instant(Number.parseInt(timeDigits(id), 16));

/** A full id, as opposed to a name or a short id. Upper-case and undashed forms are not ids, as in Senlin. */
export const isId = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);

export const shortId = (id: string): string => id.slice(0, 8);

const timeDigits = (id: string): string => id.slice(9, 13) + id.slice(15, 18) + id.slice(20, 23) + id.slice(24, 26);

/** MurmurHash3's 32-bit mixing, over UTF-16 units. Spreads; does not hide: ids are names, not secrets. */
export function mix(text: string, seed: number): number {
  let h = seed >>> 0;
  for (let i = 0; i < text.length; i++) {
    let k = Math.imul(text.charCodeAt(i), 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    h ^= Math.imul(k, 0x1b873593);
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  return scatter(h ^ text.length);
}

/** MurmurHash3's finish: a permutation of the unsigned 32-bit numbers. */
function scatter(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
