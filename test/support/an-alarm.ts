import type { MetricAlarm } from '../../lib/domain/metric/metric-alarm.ts';
import { idOf, PROJECT, T0 } from './documents.ts';
import { anAlarm as anAlarmAsked } from './monitoring-requests.ts';

/** Rings when the processors of a group are busy for a minute. */
export const anAlarm = (over: Partial<MetricAlarm> = {}): MetricAlarm => ({
  id: idOf('alarm'),
  project: PROJECT,
  user: 'u',
  region: 'local',
  ...anAlarmAsked('busy', { namespace: 'AWS/EC2', metric: 'CPUUtilization', dimensions: [] }),
  state: 'OK',
  reason: '',
  reasonData: '',
  points: [],
  stateAt: T0,
  configuredAt: T0,
  pending: [],
  lookAt: null,
  repeatedAt: T0,
  dueAt: null,
  createdAt: T0,
  version: 1,
  ...over,
});
