import { makeId, mix } from '../kernel/ids.ts';
import { after, type Instant, instant, type Seconds, seconds } from '../kernel/time.ts';

/** Who reads a project's journal at this moment: an open stream each. One that ended without saying so is forgotten when its time is over. */
export type Readers = {
  readonly id: string;
  readonly project: string;
  readonly open: readonly { readonly id: string; readonly until: Instant }[];
  readonly version: number;
};

/** How long a reader is taken for one without giving news. Longer than a stream is silent for. */
export const PRESENCE: Seconds = seconds(90);

export const readersId = (project: string): string =>
  makeId(instant(0), 1, { high: mix(`readers:${project}`, 0x61c88647), low: mix(`${project}:readers`, 0x3c6ef372) });

export const noReaders = (project: string): Readers => ({ id: readersId(project), project, open: [], version: 0 });

/**
 * Lets a reader in, or notes that it is still there.
 *
 * @returns `full` when there are as many as may be; undefined when there is nothing to note yet
 */
export function admitReader(readers: Readers, id: string, most: number, now: Instant): Readers | 'full' | undefined {
  const known = readers.open.find((reader) => reader.id === id);
  if (known && known.until - now > (PRESENCE * 1_000) / 2) return undefined;
  const others = readers.open.filter((reader) => reader.id !== id && reader.until > now);
  if (others.length >= most) return 'full';
  return { ...readers, open: [...others, { id, until: after(now, PRESENCE) }] };
}

export const dismissReader = (readers: Readers, id: string): Readers => ({
  ...readers,
  open: readers.open.filter((reader) => reader.id !== id),
});
