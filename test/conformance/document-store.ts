import { beforeEach, describe } from '@jest/globals';
import type { CountingStore } from '../../lib/ports/document-store.ts';
import { alarmPromises } from './documents/alarms.ts';
import { commitPromises } from './documents/commits.ts';
import { countPromises } from './documents/counts.ts';
import { readPromises } from './documents/reads.ts';
import { whereaboutsPromises } from './documents/whereabouts.ts';

/** What every place to keep documents in promises. @param make an empty store, in which nobody has a past */
export function describeDocumentStore(name: string, make: () => Promise<CountingStore>): void {
  describe(`document store: ${name}`, () => {
    let store: CountingStore;
    beforeEach(async () => {
      store = await make();
    });
    const current = () => store;

    readPromises(current);
    commitPromises(current);
    alarmPromises(current);
    whereaboutsPromises(current);
    countPromises(current);
  });
}
