import { seconds } from '../../lib/domain/kernel/time.ts';
import type { Schedule } from '../../lib/domain/schedule/schedule.ts';
import { idOf, PROJECT, T0 } from './documents.ts';

/** Looks at the cluster `web` every day at noon. */
export const aSchedule = (over: Partial<Schedule> = {}): Schedule => ({
  id: idOf('schedule'),
  project: PROJECT,
  user: 'u',
  name: 'daily',
  action: 'CLUSTER_CHECK',
  target: idOf('cluster'),
  targetName: 'web',
  inputs: {},
  at: null,
  cron: '0 12 * * *',
  timezone: 'UTC',
  start: null,
  end: null,
  paused: false,
  missedFire: 'fire_once',
  tolerance: seconds(300),
  next: null,
  waiting: null,
  dueAt: null,
  lastFiredAt: null,
  lastAction: null,
  fires: 0,
  misses: 0,
  lastError: null,
  createdAt: T0,
  updatedAt: null,
  version: 0,
  ...over,
});
