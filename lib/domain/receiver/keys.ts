import { after, type Instant, type Seconds } from '../kernel/time.ts';
import type { Heard, Key } from './receiver.ts';

/** The longest that an old secret is good beside its successor: a week. */
export const LONGEST_OVERLAP = 604_800;

/** The new key takes over. What was current before stays good for the overlap, what was replaced earlier for whatever is left of its own. */
export function rotated(keys: readonly Key[], key: Omit<Key, 'until'>, now: Instant, overlap: Seconds): readonly Key[] {
  const until = after(now, overlap);
  const leaving = keys.map((old) => ({ ...old, until: old.until !== null && old.until < until ? old.until : until }));
  return [{ ...key, until: null }, ...leaving.filter((old) => old.until > now)];
}

/** The key of this digest, if it is good now. Compares digests, of which nobody learns anything by how long it takes. */
export const keyOf = (keys: readonly Key[], digest: string, now: Instant): Key | undefined =>
  keys.find((key) => key.digest === digest && (key.until === null || key.until > now));

/** What was heard with one more, without what is too old to be believed anyway. @returns undefined when it was heard before */
export function heardOnce(heard: readonly Heard[], mark: string, until: Instant, now: Instant): readonly Heard[] | undefined {
  if (heard.some((one) => one.mark === mark)) return undefined;
  return [...heard.filter((one) => one.until > now), { mark, until }];
}
