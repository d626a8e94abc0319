import { after, type Seconds, seconds } from '../../domain/kernel/time.ts';
import { type QuotaUsage, quotaId } from '../../domain/quota/usage.ts';
import type { App } from '../app.ts';
import { recount } from './recount.ts';
import { reprice } from './reprice.ts';

/** How long what was counted since is taken on trust. A project in which nothing comes or goes is not counted again. */
const TRUSTED: Seconds = seconds(86_400);

/**
 * Has everything counted at the prices of now, and counts every project afresh whose usage is missing, as after an upgrade, or was not made sure of for a day.
 *
 * @returns the usages that turned out to be wrong, put right: a table that was put together from parts has them, and bugs
 */
export async function sweepUsage({ store, clock, prices }: Pick<App, 'store' | 'clock' | 'prices'>): Promise<readonly QuotaUsage[]> {
  const now = clock.now();
  const drifted: QuotaUsage[] = [];
  for (const project of await store.projects()) {
    if (prices) await reprice(store, prices, project);
    const usage = await store.get('quota', { project, id: quotaId(project) });
    if (usage && (usage.version === usage.recountedTo || now < after(usage.recountedAt, TRUSTED))) continue;
    const counted = await recount({ store, clock }, project);
    if (counted?.drift?.at === counted?.recountedAt && counted?.drift) drifted.push(counted);
  }
  return drifted;
}
