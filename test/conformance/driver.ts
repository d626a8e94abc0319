import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { adoption } from './promises/adoption.ts';
import { changes } from './promises/changes.ts';
import { creation } from './promises/creation.ts';
import type { Harness } from './promises/harness.ts';
import { health } from './promises/health.ts';
import { inventory } from './promises/inventory.ts';
import { marks } from './promises/marks.ts';
import type { DriverPromise } from './promises/promise.ts';
import { removal } from './promises/removal.ts';

export const PROMISES: readonly DriverPromise[] = [...creation, ...removal, ...health, ...changes, ...adoption, ...inventory, ...marks];

/** Only ends what hangs. Nothing is ever judged by how long it took. */
const HANGS_MS = 120_000;

/** Holds a driver against every promise of lib/ports/driver.ts. A driver is done when this passes against the real thing. */
export function describeDriver(name: string, harness: Harness): void {
  const exceptions = harness.exceptions ?? {};
  describe(`the ${name} driver`, () => {
    beforeAll(async () => harness.start?.());
    afterAll(async () => harness.stop?.());
    for (const promise of PROMISES) {
      const exception = exceptions[promise.name];
      if (exception) test(`EXCEPTION to "${promise.name}": ${exception.reason}`, () => exception.instead(harness), HANGS_MS);
      else test(promise.name, () => promise.holds(harness), HANGS_MS);
    }
    test('every exception is to a promise', () => {
      expect(PROMISES.map((promise) => promise.name)).toEqual(expect.arrayContaining(Object.keys(exceptions)));
    });
  });
}
