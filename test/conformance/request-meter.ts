import { describe, expect, test } from '@jest/globals';
import type { RequestMeter } from '../../lib/ports/request-meter.ts';

/** What every meter of requests promises. @param make one that has counted nothing */
export function describeRequestMeter(name: string, make: () => Promise<RequestMeter>): void {
  describe(`request meter: ${name}`, () => {
    test('gives away as many as there are, at once or one by one', async () => {
      const meter = await make();
      const first = await Promise.all(Array.from({ length: 8 }, () => meter.take('p', 7, 10)));
      const then = [await meter.take('p', 7, 10), await meter.take('p', 7, 10), await meter.take('p', 7, 10)];
      expect([...first, ...then].filter((taken) => taken)).toHaveLength(10);
      expect(then.at(-1)).toBe(false);
    });

    test('begins anew with every minute, and keeps projects apart', async () => {
      const meter = await make();
      expect([await meter.take('p', 7, 1), await meter.take('p', 7, 1), await meter.take('q', 7, 1)]).toEqual([true, false, true]);
      expect([await meter.take('p', 9, 1), await meter.take('p', 9, 1)]).toEqual([true, false]);
    });

    test('counts for the minute of those who are ahead', async () => {
      const meter = await make();
      expect([await meter.take('p', 8, 2), await meter.take('p', 7, 2), await meter.take('p', 7, 2), await meter.take('p', 8, 2)]).toEqual([
        true,
        true,
        false,
        false,
      ]);
    });

    test('has none where there are none', async () => {
      expect(await (await make()).take('p', 7, 0)).toBe(false);
    });
  });
}
