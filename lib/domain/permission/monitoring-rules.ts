import type { Kind } from '../documents.ts';
import { follow, type Rule } from './rule.ts';

const alter = (kind: Kind) => ({ role: 'member', kind, on: 'own', grant: null }) as const;
const found = (kind: Kind) => ({ role: 'member', kind, on: 'project', grant: null }) as const;

/** The verbs of metrics and alarms: nobody but their project knows them by name. */
export const MONITORING_RULES = {
  putMetricData: found('metric'),
  readMetric: follow('metric'),
  listMetrics: follow('metric'),

  putMetricAlarm: found('metricAlarm'),
  listMetricAlarms: follow('metricAlarm'),
  deleteMetricAlarms: found('metricAlarm'),
  enableAlarmActions: found('metricAlarm'),
  setAlarmState: alter('metricAlarm'),
  tagMetricAlarm: alter('metricAlarm'),
  listAlarmRecords: follow('metricAlarm'),
} as const satisfies Readonly<Record<string, Rule>>;
