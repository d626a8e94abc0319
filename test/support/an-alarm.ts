import { seconds } from '../../lib/domain/kernel/time.ts';
import type { MetricAlarm } from '../../lib/domain/metric/metric-alarm.ts';
import { idOf, PROJECT, T0 } from './documents.ts';

/** Rings when the processors of a group are busy for a minute. */
export const anAlarm = (over: Partial<MetricAlarm> = {}): MetricAlarm => ({
  id: idOf('alarm'),
  project: PROJECT,
  user: 'u',
  region: 'local',
  name: 'busy',
  namespace: 'AWS/EC2',
  metric: 'CPUUtilization',
  dimensions: [],
  statistic: 'Average',
  period: seconds(60),
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  threshold: 50,
  comparison: 'GreaterThanThreshold',
  missing: 'missing',
  actionsEnabled: true,
  actions: { OK: [], ALARM: [], INSUFFICIENT_DATA: [] },
  tags: [],
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
