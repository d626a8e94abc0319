import type { App } from '../app/app.ts';
import { refillPool } from '../app/engine/refill-pool.ts';
import { ProfileNames } from '../app/profiles/profile-names.ts';
import { ask } from '../composition/ask.ts';
import { seconds } from '../domain/kernel/time.ts';
import { DEFAULT_LIMITS } from '../domain/policy/policy-type.ts';
import { profileTypes } from '../domain/profile/catalogue.ts';
import { cronCalendar } from '../platform/cron-calendar.ts';
import { whyNotInputs } from '../wire/senlin/ask.ts';
import { memoryReception } from './outside/mailboxes.ts';
import { nowhere } from './outside/nowhere.ts';
import { plainSealing } from './outside/plain-sealing.ts';

/** What services in memory have in common: all but where things are kept, what time it is, who is nudged, what nodes are made of, and chance. */
export const bareApp = (own: Pick<App, 'store' | 'clock' | 'nudges' | 'drivers' | 'random'> & Partial<App>): App => ({
  mostNodes: 1_000,
  margin: seconds(5),
  afterwards: refillPool,
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
  whyNotInputs,
  ...own,
});
