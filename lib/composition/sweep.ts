import middy from '@middy/core';
import { note, type Swept, sweepOrphans } from '../app/engine/sweep-orphans.ts';
import { FORGOTTEN, forgetOld } from '../app/forget-old.ts';
import { sweepTemplates } from '../app/groups/follow-templates.ts';
import { forgetRuns } from '../app/groups/forget-runs.ts';
import { levelGroups } from '../app/groups/level-groups.ts';
import { renewGroups } from '../app/groups/renew-aged.ts';
import { sweepGroups } from '../app/groups/sweep-groups.ts';
import { sweepPools } from '../app/groups/warm-pool.ts';
import { sweepJournals } from '../app/journal/discharge-journal.ts';
import { findDrift } from '../app/orphans/find-drift.ts';
import { findLostMembers } from '../app/orphans/find-lost-members.ts';
import { judgeCompanions } from '../app/orphans/judge-companions.ts';
import { sweepMembers } from '../app/orphans/sweep-members.ts';
import { sweepUsage } from '../app/quotas/sweep-usage.ts';
import { after, seconds } from '../domain/kernel/time.ts';
import { BALANCER_MEMBER } from '../domain/orphan/left-member.ts';
import type { Driver } from '../ports/driver.ts';
import { balancersInUse } from './balancers.ts';
import { config } from './config.ts';
import { driversInUse } from './drivers.ts';
import { engine } from './engine.ts';
import { eventBus } from './event-bus.ts';
import { expiry } from './expiry.ts';
import { log } from './log.ts';
import { machines } from './machines.ts';
import { installationOf } from './mark-signing.ts';

/** Every quarter of an hour: resources nobody remembers, events nobody has numbered, usage that was not made sure of and, on a machine, what was kept long enough. */
export const sweepFunction = () =>
  middy(async (): Promise<void> => {
    for (const [driver, types] of typesByName()) await sweepDriver(driver, types);
    for (const kind of engine().estates?.keys() ?? []) await sweepEstate(kind);
    const { removed, failed } = await sweepMembers(engine());
    if (removed.length > 0) log()('warn', 'members removed', { removed });
    if (failed.length > 0) log()('warn', 'members not removed', { failed });
    await sweepJournals(engine(), eventBus());
    await sweepGroups(engine());
    await forgetRuns(engine());
    await levelGroups(engine());
    await sweepPools(engine());
    await sweepTemplates({ ...engine(), machines: machines() });
    await renewGroups(engine());
    for (const { project, drift } of await sweepUsage(engine())) log()('warn', 'usage was wrong', { project, ...drift?.by });
    if (config().COPPICE_HOME !== '') await forgetOld({ ...engine(), expiry: expiry() }, FORGOTTEN);
  });

/** Both ways between what a driver lists and what the table knows. */
async function sweepDriver(driver: Driver, [type = '', ...more]: readonly string[]): Promise<void> {
  await compare(type, tell(type, await sweepOrphans(engine(), type, driver, rules())), (inventory) =>
    findDrift(engine(), installationOf(config()), { ...inventory, types: new Set([type, ...more]) }),
  );
}

/** The same between what stands beside nodes and what the table has use for. */
async function sweepEstate(kind: string): Promise<void> {
  const estate = engine().estates?.get(kind);
  const swept = estate && tell(kind, await sweepOrphans(engine(), kind, estate, rules(), judgeCompanions));
  const { before, real } = balancersInUse(config());
  const isReal = (type: string) => [...real.values()].some((one) => one === before(type));
  if (swept && kind === BALANCER_MEMBER) await compare(kind, swept, (inventory) => findLostMembers(engine(), inventory, isReal));
}

const rules = () => ({ grace: seconds(config().COPPICE_ORPHAN_GRACE), share: config().COPPICE_SWEEP_SHARE });

function tell(type: string, swept: Swept): Swept {
  const { found, removed, failed, halted, inventory } = swept;
  if (found.length > 0) log()('warn', 'orphans found', { type, found });
  if (removed.length > 0) log()('warn', 'orphans removed', { type, removed });
  if (failed.length > 0) log()('warn', 'orphans not removed', { type, failed });
  if (halted !== undefined) log()('error', 'sweep halted', { type, reason: halted });
  const forged = inventory?.resources.filter(({ proof }) => proof === 'forged').map(({ physicalId }) => physicalId) ?? [];
  if (forged.length > 0) log()('warn', 'forged marks', { type, forged });
  return swept;
}

/** Looks for nodes without what they should have, from time to time. */
async function compare(
  type: string,
  { inventory, sweep }: Swept,
  find: (inventory: NonNullable<Swept['inventory']>) => Promise<readonly string[]>,
): Promise<void> {
  const { COPPICE_DRIFT_INTERVAL: interval } = config();
  const comparedAt = sweep?.comparedAt ?? null;
  if (!inventory || interval === 0 || (comparedAt !== null && engine().clock.now() < after(comparedAt, seconds(interval)))) return;
  const drifted = await find(inventory);
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
