import type { Write } from '../../domain/documents.ts';
import { makeId } from '../../domain/kernel/ids.ts';
import { after, instant } from '../../domain/kernel/time.ts';
import { type AlarmRecord, type MetricAlarm, RECORDS_KEPT } from '../../domain/metric/metric-alarm.ts';
import { type App, newId } from '../app.ts';
import type { Monitoring } from './monitoring.ts';

/** Writes down what becomes of an alarm, along with that it does. */
export function recorded(
  app: Pick<App, 'clock' | 'random'>,
  { project, region, name }: Pick<MetricAlarm, 'project' | 'region' | 'name'>,
  { type, summary, data }: Pick<AlarmRecord, 'type' | 'summary'> & { readonly data: object },
): Write {
  const at = app.clock.now();
  const doc = { id: newId(app), project, region, alarm: name, type, summary, data: JSON.stringify(data), at };
  return { put: 'alarmRecord', doc: { ...doc, forgetAt: after(at, RECORDS_KEPT), version: 0 } };
}

const told = ({ state, reason, reasonData }: MetricAlarm) => ({
  stateValue: state,
  stateReason: reason,
  ...(reasonData !== '' && { stateReasonData: reasonData }),
});

export const stateRecord = (app: Pick<App, 'clock' | 'random'>, before: MetricAlarm, after: MetricAlarm): Write =>
  recorded(app, after, {
    type: 'StateUpdate',
    summary: `Alarm updated from ${before.state} to ${after.state}`,
    data: { version: '1.0', oldState: told(before), newState: told(after) },
  });

export const listAlarmRecords =
  ({ store }: Pick<App, 'store'>): Monitoring['listAlarmRecords'] =>
  async ({ caller, region }, { alarm, from, to }) => {
    const { items } = await store.list('alarmRecord', caller.projectId, {
      after: makeId(instant(Math.max(0, from - 1)), 0, { high: 0, low: 0 }),
    });
    const wanted = items.filter(
      (one) => one.region === region && (alarm === undefined || one.alarm === alarm) && one.at >= from && one.at <= to,
    );
    return { kind: 'ok', records: wanted.reverse() };
  };
