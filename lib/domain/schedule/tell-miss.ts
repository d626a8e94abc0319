import { targetsCluster } from '../action/action.ts';
import type { Write } from '../documents.ts';
import { childId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import type { Schedule } from './schedule.ts';

/** The event of instants that passed without an action, on the target that nothing was done to. */
export const missEvent = (schedule: Schedule, last: Instant, reason: string, now: Instant): Write => ({
  put: 'event',
  doc: {
    id: childId(schedule.id, `miss-${last}`, 0, now),
    project: schedule.project,
    user: schedule.user,
    timestamp: now,
    level: 'WARN',
    objectType: targetsCluster(schedule.action) ? 'CLUSTER' : 'NODE',
    objectId: schedule.target,
    objectName: schedule.targetName,
    clusterId: targetsCluster(schedule.action) ? schedule.target : null,
    action: schedule.action,
    status: 'error',
    statusReason: reason,
    metadata: {},
    version: 0,
  },
});
