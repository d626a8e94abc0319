import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Instant, instant } from '../../../lib/domain/kernel/time.ts';
import { BURST, paced } from '../../../lib/domain/receiver/pace.ts';

const rates = fc.integer({ min: 1, max: 6_000 });
const gaps = fc.array(fc.integer({ min: 0, max: 120_000 }), { maxLength: 60 });

function run(perMinute: number, waits: readonly number[]) {
  let now = 0;
  let pace: Instant | null = null;
  const heeded: number[] = [];
  for (const wait of waits) {
    now += wait;
    const next = paced(pace, perMinute, instant(now));
    if (next.kind === 'wait') continue;
    heeded.push(now);
    pace = next.pace;
  }
  return heeded;
}

test('never more in any span than the rate allows, and a burst', () => {
  fc.assert(
    fc.property(rates, gaps, (perMinute, waits) => {
      const heeded = run(perMinute, waits);
      for (const [i, from] of heeded.entries())
        for (const [j, to] of heeded.entries()) {
          if (j < i) continue;
          expect(j - i + 1).toBeLessThanOrEqual(BURST + Math.ceil(((to - from) / 60_000) * perMinute));
        }
    }),
  );
});

test('whoever keeps to the rate is always heeded, and whoever waits as told is heeded then', () => {
  fc.assert(
    fc.property(rates, fc.integer({ min: 1, max: 50 }), (perMinute, calls) => {
      const each = Math.ceil(60_000 / perMinute);
      expect(
        run(
          perMinute,
          Array.from({ length: calls }, () => each),
        ),
      ).toHaveLength(calls);

      let pace: Instant | null = null;
      for (;;) {
        const next = paced(pace, perMinute, instant(0));
        if (next.kind === 'go') {
          pace = next.pace;
          continue;
        }
        expect(next.after).toBeGreaterThan(0);
        expect(paced(pace, perMinute, instant(next.after * 1000)).kind).toBe('go');
        break;
      }
    }),
  );
});
