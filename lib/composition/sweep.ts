import middy from '@middy/core';
import { sweepOrphans } from '../app/engine/sweep-orphans.ts';
import { forgetOld } from '../app/forget-old.ts';
import { sweepGroups } from '../app/groups/sweep-groups.ts';
import { sweepJournals } from '../app/journal/discharge-journal.ts';
import { config } from './config.ts';
import { driversInUse } from './drivers.ts';
import { engine } from './engine.ts';
import { eventBus } from './event-bus.ts';
import { log } from './log.ts';

/** Every quarter of an hour: resources nobody remembers, events nobody has numbered and, on a machine, what was kept long enough. */
export const sweepFunction = () =>
  middy(async (): Promise<void> => {
    for (const [type, driver] of driversInUse()) {
      const { removed, failed } = await sweepOrphans(engine(), driver);
      if (removed.length > 0) log()('warn', 'orphans removed', { type, removed });
      if (failed.length > 0) log()('warn', 'orphans not removed', { type, failed });
    }
    await sweepJournals(engine(), eventBus());
    await sweepGroups(engine());
    if (config().COPPICE_HOME !== '') await forgetOld(engine());
  });
