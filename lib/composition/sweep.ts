import middy from '@middy/core';
import { note, sweepOrphans } from '../app/engine/sweep-orphans.ts';
import { FORGOTTEN, forgetOld } from '../app/forget-old.ts';
import { sweepGroups } from '../app/groups/sweep-groups.ts';
import { sweepJournals } from '../app/journal/discharge-journal.ts';
import { findDrift } from '../app/orphans/find-drift.ts';
import { sweepMembers } from '../app/orphans/sweep-members.ts';
import { sweepUsage } from '../app/quotas/sweep-usage.ts';
import { after, seconds } from '../domain/kernel/time.ts';
import type { Driver } from '../ports/driver.ts';
import { config } from './config.ts';
import { driversInUse, installationOf } from './drivers.ts';
import { engine } from './engine.ts';
import { eventBus } from './event-bus.ts';
import { expiry } from './expiry.ts';
import { log } from './log.ts';

/** Every quarter of an hour: resources nobody remembers, events nobody has numbered, usage that was not made sure of and, on a machine, what was kept long enough. */
export const sweepFunction = () =>
  middy(async (): Promise<void> => {
    for (const [driver, types] of typesByName()) await sweepDriver(driver, types);
    const { removed, failed } = await sweepMembers(engine());
    if (removed.length > 0) log()('warn', 'members removed', { removed });
    if (failed.length > 0) log()('warn', 'members not removed', { failed });
    await sweepJournals(engine(), eventBus());
    await sweepGroups(engine());
    for (const { project, drift } of await sweepUsage(engine())) log()('warn', 'usage was wrong', { project, ...drift?.by });
    if (config().COPPICE_HOME !== '') await forgetOld({ ...engine(), expiry: expiry() }, FORGOTTEN);
  });

/** Both ways between what a driver lists and what the table knows. */
async function sweepDriver(driver: Driver, [type = '', ...more]: readonly string[]): Promise<void> {
  const { COPPICE_ORPHAN_GRACE: grace, COPPICE_SWEEP_SHARE: share, COPPICE_DRIFT_INTERVAL: interval } = config();
  const { found, removed, failed, halted, inventory, sweep } = await sweepOrphans(engine(), type, driver, { grace: seconds(grace), share });
  if (found.length > 0) log()('warn', 'orphans found', { type, found });
  if (removed.length > 0) log()('warn', 'orphans removed', { type, removed });
  if (failed.length > 0) log()('warn', 'orphans not removed', { type, failed });
  if (halted !== undefined) log()('error', 'sweep halted', { type, reason: halted });
  const forged = inventory?.resources.filter(({ proof }) => proof === 'forged').map(({ physicalId }) => physicalId) ?? [];
  if (forged.length > 0) log()('warn', 'forged marks', { type, forged });

  const comparedAt = sweep?.comparedAt ?? null;
  if (!inventory || interval === 0 || (comparedAt !== null && engine().clock.now() < after(comparedAt, seconds(interval)))) return;
  const drifted = await findDrift(engine(), installationOf(config()), { ...inventory, types: new Set([type, ...more]) });
  if (drifted.length > 0) log()('warn', 'nodes without a resource', { type, nodes: drifted });
  await note(engine(), type, (last) => ({ comparedAt: inventory.askedAt, drifted: last.drifted + drifted.length }));
}

/** The versions of a profile type have one cloud behind them, which lists the same resources for each. */
function typesByName(): readonly (readonly [Driver, readonly string[]])[] {
  const types = new Map<string, readonly [Driver, string[]]>();
  for (const [type, driver] of driversInUse()) {
    const name = type.replace(/-[^-]*$/, '');
    const known = types.get(name);
    if (known) known[1].push(type);
    else types.set(name, [driver, [type]]);
  }
  return [...types.values()];
}
