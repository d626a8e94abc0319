import type { ActionName } from './action.ts';

/** One queue, and one Lambda, per action that calls a driver, so that slow deletes never hold up creates; the rest call none and share one. */
export const WORK_QUEUES = [
  'cluster-action',
  'node-create',
  'node-delete',
  'node-update',
  'node-check',
  'node-recover',
  'node-operation',
  'node-join',
  'node-leave',
] as const;
export type WorkQueue = (typeof WORK_QUEUES)[number];

/** Whether there is such a queue here: of what only a newer version knows there is none. */
export const isWorkQueue = (queue: string): queue is WorkQueue => (WORK_QUEUES as readonly string[]).includes(queue);

export const workQueueOf = (action: ActionName): WorkQueue =>
  action.startsWith('CLUSTER_') ? 'cluster-action' : (action.toLowerCase().replace('_', '-') as WorkQueue);
