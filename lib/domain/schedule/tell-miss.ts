import type { Cluster } from '../cluster/cluster.ts';
import type { Node } from '../cluster/node.ts';
import type { Write } from '../documents.ts';
import { type News, type Subject, tell } from '../event/news.ts';
import type { Instant } from '../kernel/time.ts';
import type { Schedule } from './schedule.ts';

/** What a schedule works on, as it was seen. */
export type ScheduleTarget = { readonly kind: 'cluster'; readonly doc: Cluster } | { readonly kind: 'node'; readonly doc: Node };

/** The event of times that passed without an action, and the target, which nothing was done to, with the event counted in. */
export function tellMiss(schedule: Schedule, target: ScheduleTarget, reason: string, now: Instant): readonly Write[] {
  const { id, name, action } = schedule;
  const news: News = {
    type: 'schedule-missed',
    level: 'WARN',
    status: 'error',
    action,
    reason,
    data: { schedule_id: id, schedule_name: name },
  };
  const told = <T extends Subject>(doc: T): { readonly doc: T; readonly event: Write } => {
    const { history, write } = tell(doc, news, now);
    return { doc: { ...doc, history }, event: write };
  };
  if (target.kind === 'cluster') {
    const { doc, event } = told(target.doc);
    return [{ put: 'cluster', doc }, event];
  }
  const { doc, event } = told(target.doc);
  return [{ put: 'node', doc }, event];
}

import { targetsCluster } from '../action/action.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Node } from '../cluster/node.ts';
import type { Write } from '../documents.ts';
import { type News, tell } from '../event/news.ts';
import { childId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import type { Schedule } from './schedule.ts';

export type Miss = { readonly last: Instant; readonly reason: string; readonly now: Instant };

/** The event of instants that passed without an action, on the target that nothing was done to, and the target with the event in its history. */
export function missed(schedule: Schedule, cluster: Cluster | undefined, node: Node | undefined, { last, reason, now }: Miss): Write[] {
  const news: News = {
    type: 'schedule-missed',
    level: 'WARN',
    action: schedule.action,
    status: 'error',
    reason,
    data: { schedule: schedule.id },
  };
  if (cluster) {
    const { history, write } = tell(cluster, news, now);
    return [{ put: 'cluster', doc: { ...cluster, history } }, write];
  }
  if (node) {
    const { history, write } = tell(node, news, now);
    return [{ put: 'node', doc: { ...node, history } }, write];
  }
  return [ofNothing(schedule, news, last, now)];
}

/** The target is gone, and nobody counts any more. */
const ofNothing = (schedule: Schedule, { type, level, action, status, reason, data = {} }: News, last: Instant, now: Instant): Write => ({
  put: 'event',
  doc: {
    id: childId(schedule.id, `miss-${last}`, 0, now),
    project: schedule.project,
    user: schedule.user,
    timestamp: now,
    type,
    level,
    objectType: targetsCluster(schedule.action) ? 'CLUSTER' : 'NODE',
    objectId: schedule.target,
    objectName: schedule.targetName,
    clusterId: targetsCluster(schedule.action) ? schedule.target : null,
    action,
    status,
    statusReason: reason,
    metadata: {},
    data,
    version: 0,
  },
});
