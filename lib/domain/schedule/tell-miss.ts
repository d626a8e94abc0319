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
