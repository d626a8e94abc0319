import type { App } from '../../lib/app/app.ts';
import { ProfileNames } from '../../lib/app/profiles/profile-names.ts';
import { ask } from '../../lib/composition/ask.ts';
import { seconds } from '../../lib/domain/kernel/time.ts';
import { DEFAULT_LIMITS } from '../../lib/domain/policy/policy-type.ts';
import { profileTypes } from '../../lib/domain/profile/catalogue.ts';
import { cronCalendar } from '../../lib/platform/cron-calendar.ts';
import { cryptoRandom } from '../../lib/platform/crypto-random.ts';
import { memoryReception } from './memory-reception.ts';
import { nowhere } from './nowhere.ts';
import { plainSealing } from './plain-sealing.ts';

/** What the services in memory have in common: all but where things are kept, what time it is, who is nudged and what nodes are made of. */
export const memoryApp = (own: Pick<App, 'store' | 'clock' | 'nudges' | 'drivers'> & Partial<App>): App => ({
  mostNodes: 1_000,
  margin: seconds(5),
  random: cryptoRandom,
  outgoing: nowhere,
  reception: memoryReception(),
  sealing: plainSealing,
  profileNames: new ProfileNames(own.store, own.clock),
  profileTypes,
  policyLimits: DEFAULT_LIMITS,
  defaultTimeout: seconds(3_600),
  calendar: cronCalendar,
  scheduleFloor: seconds(60),
  ask,
  ...own,
});
