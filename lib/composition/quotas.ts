import { type Limits, UNLIMITED } from '../domain/quota/limits.ts';
import { inMillionths } from '../domain/quota/price.ts';
import type { Config } from './config.ts';

/** What projects are held to in this installation. */
export const quotas = (settings: Config): Limits => ({
  clusters: settings.QUOTA_CLUSTERS,
  nodes: settings.QUOTA_NODES,
  actions: settings.QUOTA_ACTIONS,
  receivers: settings.QUOTA_RECEIVERS,
  schedules: settings.QUOTA_SCHEDULES,
  subscriptions: settings.QUOTA_SUBSCRIPTIONS,
  cost_per_hour: settings.QUOTA_COST_PER_HOUR === UNLIMITED ? UNLIMITED : inMillionths(settings.QUOTA_COST_PER_HOUR),
  nodes_per_cluster: settings.QUOTA_NODES_PER_CLUSTER,
  requests_per_minute: settings.QUOTA_REQUESTS_PER_MINUTE,
});
