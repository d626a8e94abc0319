import { sweepOrphans } from '../app/engine/sweep-orphans.ts';
import { levelGroups } from '../app/groups/level-groups.ts';
import { sweepJournals } from '../app/journal/discharge-journal.ts';
import { scavenge } from '../app/retention/scavenge.ts';
import { instant, seconds } from '../domain/kernel/time.ts';
import type { Process } from './process.ts';
import type { World } from './world.ts';

/** Nothing here is ever so much that the sweep would stop at it: what it says then has tests of its own. */
export const SWEEP = { grace: seconds(600), share: 100 };

const WHENEVER_IT_TAKES = instant(Number.MAX_SAFE_INTEGER);

/** What the periodic sweep comes to. */
export async function sweepOnce({ facts, listeners }: World, { app }: Process): Promise<void> {
  const driver = app.drivers('fake.node-1.0');
  if (driver) await sweepOrphans(app, 'fake.node-1.0', driver, SWEEP);
  if (facts.told) await sweepJournals(app, listeners.bus);
  await levelGroups(app);
}

/** And the hourly scavenger. */
export async function tidyOnce({ attic }: World, { app, journey }: Process): Promise<void> {
  await scavenge(attic.scavenging(app, journey), WHENEVER_IT_TAKES);
}
