import { describe, expect, test } from '@jest/globals';
import { admitReader, dismissReader, noReaders, PRESENCE, type Readers } from '../../../../lib/domain/journal/readers.ts';
import { instant } from '../../../../lib/domain/kernel/time.ts';

const NOW = instant(1_000_000);
const HALF = (PRESENCE * 1_000) / 2;
const later = (ms: number) => instant(NOW + ms);
const admitted = (readers: Readers, id: string, most: number, now = NOW): Readers => {
  const next = admitReader(readers, id, most, now);
  if (next === undefined || next === 'full') throw new Error(String(next));
  return next;
};

describe('those who read a journal', () => {
  const one = admitted(noReaders('p'), 'a', 2);

  test('are let in for as long as they are there, and no more than may be', () => {
    expect(one.open).toEqual([{ id: 'a', until: later(2 * HALF) }]);
    expect(admitReader(one, 'b', 1, NOW)).toBe('full');
    expect(admitted(one, 'b', 2).open.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(admitReader(noReaders('p'), 'a', 0, NOW)).toBe('full');
  });

  test('are noted again when half of their time is over, and not before', () => {
    expect(admitReader(one, 'a', 2, later(HALF - 1))).toBeUndefined();
    expect(admitted(one, 'a', 1, later(HALF)).open).toEqual([{ id: 'a', until: later(3 * HALF) }]);
  });

  test('are forgotten when it is over, to the millisecond, or when they say so', () => {
    expect(admitReader(one, 'b', 1, later(2 * HALF - 1))).toBe('full');
    expect(admitted(one, 'b', 1, later(2 * HALF)).open.map(({ id }) => id)).toEqual(['b']);
    expect(dismissReader(admitted(one, 'b', 2), 'a').open.map(({ id }) => id)).toEqual(['b']);
  });
});
