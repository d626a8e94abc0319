import { describe, expect, test } from '@jest/globals';
import { type Attempts, afterFailure, MEMORY, waitFor } from '../../../../lib/domain/identity/throttle.ts';
import { instant, after as later, seconds } from '../../../../lib/domain/kernel/time.ts';

const now = instant(1_000_000);
const failed = (failures: number): Attempts => ({ failures, lastAt: now });

describe('throttle', () => {
  test.each([
    [0, 0],
    [1, 0],
    [4, 0],
    [5, 1],
    [6, 2],
    [7, 4],
    [10, 32],
    [11, 60],
    [12, 60],
    [100_000, 60],
  ])('after %d failures nobody may try for %d s', (failures, wait) => {
    expect(waitFor(failed(failures), now)).toBe(wait);
  });

  test('the wait runs out, and whole seconds never promise too little', () => {
    expect(waitFor(failed(7), instant(now + 1))).toBe(4);
    expect(waitFor(failed(7), instant(now + 3_001))).toBe(1);
    expect(waitFor(failed(7), instant(now + 4_000))).toBe(0);
  });

  test('nobody has to wait for what is long ago, or never was', () => {
    expect(waitFor(undefined, now)).toBe(0);
    expect(waitFor(failed(1_000), later(now, MEMORY))).toBe(0);
    expect(afterFailure(failed(1_000), later(now, MEMORY)).failures).toBe(1);
  });

  test('somebody who guesses as fast as they may gets at most 1,500 guesses a day', () => {
    const day = later(now, seconds(86_400));
    let attempts: Attempts | undefined;
    let guesses = 0;
    for (let at = now; at < day; guesses++) {
      attempts = afterFailure(attempts, at);
      at = later(at, waitFor(attempts, at));
      if (guesses > 10_000) break;
    }
    expect(guesses).toBeLessThan(1_500);
  });
});
