import type { Cluster } from '../cluster/cluster.ts';
import type { Write } from '../documents.ts';
import type { Event } from '../event/event.ts';
import { childId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import type { Watch } from './watch.ts';

/** What the events of a watch are about, where those of an action have its name. */
export const HEALTH_EVENT = 'CLUSTER_HEALTH';

/** The event of the breaker's opening or closing. Its id follows from the watch's version, so it is told once. */
export function breakerEvent(cluster: Pick<Cluster, 'name'>, watch: Watch, now: Instant): Write {
  const open = watch.breaker.state !== 'closed';
  const doc: Event = {
    id: childId(watch.id, 'breaker', watch.version % 60_000, now),
    project: watch.project,
    user: watch.user,
    timestamp: now,
    level: open ? 'ERROR' : 'INFO',
    objectType: 'CLUSTER',
    objectId: watch.id,
    objectName: cluster.name,
    clusterId: watch.id,
    action: HEALTH_EVENT,
    status: open ? 'error' : 'end',
    statusReason: open ? stopped(watch) : 'Recoveries go on: the last one tried succeeded, or nobody needs one any more.',
    metadata: {},
    version: 0,
  };
  return { put: 'event', doc };
}

/** What an open breaker says wherever it shows. */
export const stopped = ({ breaker }: Pick<Watch, 'breaker'>): string => `Recoveries are stopped: ${breaker.reason}.`;
