import type { Action } from '../action/action.ts';
import type { Write } from '../documents.ts';
import { childId, shortId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import type { Event } from './event.ts';

/** The event of an action's beginning. Its id follows from the action, so it is told once. */
export const startEvent = (action: Action, name: string, now: Instant): Write =>
  tell(action, name, now, { level: 'INFO', status: 'start', statusReason: shortId(action.id) });

/** The event of an action's end, whichever it was. @param success what to say when it went well */
export function endEvent(action: Action, name: string, success: string, now: Instant): Write {
  if (action.status === 'SUCCEEDED') return tell(action, name, now, { level: 'INFO', status: 'end', statusReason: success });
  return tell(action, name, now, {
    level: action.status === 'CANCELLED' ? 'WARN' : 'ERROR',
    status: 'error',
    statusReason: action.statusReason,
  });
}

function tell(action: Action, name: string, now: Instant, what: Pick<Event, 'level' | 'status' | 'statusReason'>): Write {
  const isCluster = action.action.startsWith('CLUSTER_');
  const operation = action.action.endsWith('_OPERATION') ? action.inputs['operation'] : undefined;
  const doc: Event = {
    id: childId(action.id, `event-${what.status}`, what.status === 'start' ? 0 : 1, now),
    project: action.project,
    user: action.user,
    timestamp: now,
    objectType: isCluster ? 'CLUSTER' : 'NODE',
    objectId: action.target,
    objectName: name,
    clusterId: action.clusterId || null,
    action: typeof operation === 'string' ? operation : action.action,
    metadata: {},
    version: 0,
    ...what,
  };
  return { put: 'event', doc };
}
