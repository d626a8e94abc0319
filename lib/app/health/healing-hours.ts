import type { Cluster } from '../../domain/cluster/cluster.ts';
import { type Instant, instant } from '../../domain/kernel/time.ts';
import { healingResumes } from '../../domain/policy/maintenance-decision.ts';
import type { App } from '../app.ts';
import { maintenanceOf } from '../engine/maintenance-of.ts';

/** When nodes that are ill may be recovered, by the maintenance policies that health keeps to: undefined when they may be now, null when they never may. */
export async function whenHealingResumes(
  { store, calendar }: Pick<App, 'store' | 'calendar'>,
  cluster: Cluster,
  now: Instant,
): Promise<Instant | null | undefined> {
  const said = (await maintenanceOf(store, cluster)).map(({ properties }) => healingResumes(properties, calendar, now));
  const times = said.filter((time) => time !== undefined);
  if (times.length === 0) return undefined;
  return times.includes(null) ? null : instant(Math.max(...times.map(Number)));
}
