import type { App } from '../../lib/app/app.ts';
import { cryptoRandom } from '../../lib/platform/crypto-random.ts';
import { bareApp } from '../../lib/simulator/bare-app.ts';

/** What the services in memory have in common: all but where things are kept, what time it is, who is nudged and what nodes are made of. */
export const memoryApp = (own: Pick<App, 'store' | 'clock' | 'nudges' | 'drivers'> & Partial<App>): App =>
  bareApp({ random: cryptoRandom, ...own });
