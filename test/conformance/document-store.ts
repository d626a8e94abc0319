import { beforeEach, describe } from '@jest/globals';
import type { CountingStore } from '../../lib/ports/document-store.ts';
import { alarmPromises } from './documents/alarms.ts';
import { commitPromises } from './documents/commits.ts';
import { countPromises } from './documents/counts.ts';
import { manyPromises } from './documents/many.ts';
import { readPromises } from './documents/reads.ts';
import { whereaboutsPromises } from './documents/whereabouts.ts';

/** What every place to keep documents in promises. @param make an empty store, in which nobody has a past, as two processes see it */
export function describeDocumentStore(name: string, make: () => Promise<readonly [CountingStore, CountingStore]>): void {
  describe(`document store: ${name}`, () => {
    let both: readonly [CountingStore, CountingStore];
    beforeEach(async () => {
      both = await make();
    });
    const current = () => both[0];

    readPromises(current);
    manyPromises(() => both);
    commitPromises(current);
    alarmPromises(current);
    whereaboutsPromises(current);
    countPromises(current);
  });
}
