import { arranging } from '../app/engine/arrange.ts';
import { balancingWith } from '../app/engine/balance.ts';
import type { Services } from '../ports/services.ts';
import { announcer } from './announcer.ts';
import { balancersInUse } from './balancers.ts';
import type { Config } from './config.ts';
import { driversInUse, groupsInUse } from './drivers.ts';

/** What actions may ask of others than the clouds, in this installation. */
export const services = (settings: Config): Services => ({
  announce: announcer(settings),
  ...arranging(groupsInUse),
  balance: balancingWith(balancersInUse(settings).before, (profileType) => driversInUse().get(profileType)),
});
