import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Fault } from '../../domain/kernel/fault.ts';
import type { Profile } from '../../domain/profile/profile.ts';
import { NO_LIMITS, UNLIMITED } from '../../domain/quota/limits.ts';
import { priceOf } from '../../domain/quota/price.ts';
import { quotaId } from '../../domain/quota/usage.ts';
import { effective, whyOver } from '../../domain/quota/verdict.ts';
import type { App } from '../app.ts';

/**
 * Why a cluster cannot be given a profile, if its members would cost more than its project has room for; undefined when they would not. This is asked so that an update
 * is refused before it has begun. What holds is counted as each of its members is begun.
 */
export async function whyTooDear(
  { store, prices, quotas = NO_LIMITS }: Pick<App, 'store' | 'prices' | 'quotas'>,
  { project, nodes }: Pick<Cluster, 'project' | 'nodes'>,
  profile: Profile,
): Promise<Fault | undefined> {
  const usage = prices && (await store.get('quota', { project, id: quotaId(project) }));
  if (!usage) return undefined;
  const limits = effective(usage.limits, quotas);
  if (limits.cost_per_hour === UNLIMITED) return undefined;
  const rate = priceOf(prices, profile);
  const members = await store.getMany(
    'node',
    nodes.map((id) => ({ project, id })),
  );
  const more = members.reduce((total, { price }) => total + Math.max(0, rate - (price?.own ?? 0)), 0);
  return more > 0 ? whyOver({ by: {}, asked: { cost_per_hour: more }, grown: [] }, usage.counts, limits) : undefined;
}
