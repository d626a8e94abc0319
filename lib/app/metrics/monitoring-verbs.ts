import type { App } from '../app.ts';
import { guardedMonitoring } from '../guard.ts';
import { listAlarmRecords } from './alarm-records.ts';
import {
  deleteMetricAlarms,
  enableAlarmActions,
  listMetricAlarms,
  putMetricAlarm,
  setAlarmState,
  tagMetricAlarm,
} from './metric-alarms.ts';
import type { Monitoring } from './monitoring.ts';
import { putMetricData } from './put-metric-data.ts';
import { listMetrics, readMetric } from './read-metrics.ts';

/** The verbs of metrics and their alarms, by whoever may: see the rules. */
export function monitoringVerbs(app: App): Monitoring {
  const verbs: Monitoring = {
    putMetricData: putMetricData(app),
    readMetric: readMetric(app),
    listMetrics: listMetrics(app),
    putMetricAlarm: putMetricAlarm(app),
    listMetricAlarms: listMetricAlarms(app),
    deleteMetricAlarms: deleteMetricAlarms(app),
    enableAlarmActions: enableAlarmActions(app),
    setAlarmState: setAlarmState(app),
    tagMetricAlarm: tagMetricAlarm(app),
    listAlarmRecords: listAlarmRecords(app),
  };
  return guardedMonitoring(verbs, app);
}
