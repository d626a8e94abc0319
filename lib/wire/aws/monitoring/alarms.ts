import type { Monitoring } from '../../../app/metrics/monitoring.ts';
import { STATISTICS } from '../../../domain/metric/bucket.ts';
import { sameMetric } from '../../../domain/metric/metric.ts';
import { ALARM_STATES, type AlarmState, type MetricAlarm, RECORDS } from '../../../domain/metric/metric-alarm.ts';
import { scalingPolicyArn } from '../autoscaling/arn.ts';
import { nothing, number, realmOf, text, texts } from '../autoscaling/operation.ts';
import { page } from '../autoscaling/page.ts';
import { awsFault, isAwsFault, validationError } from '../fault.ts';
import type { AwsCall } from '../query/endpoint.ts';
import { ALARM, alarmIn, TAGS, tagsIn } from './alarm-input.ts';
import { alarmNameIn, alarmView } from './alarm-view.ts';
import { ALARM_NAMES, type Definition, keyIn, NAMED, operation } from './operation.ts';

const NAME = { min: 1, max: 255 } as const;
const STATE = { values: ALARM_STATES } as const;

export const putMetricAlarm = operation(ALARM, async (monitoring, call, input) => {
  const alarm = alarmIn(input);
  if (isAwsFault(alarm)) return alarm;
  const put = await monitoring.putMetricAlarm(realmOf(call), alarm);
  return put.kind === 'refused' ? put : nothing;
});

const shownOf = (call: AwsCall) => (alarm: MetricAlarm) =>
  alarmView(call, alarm, alarm.tracks ? [scalingPolicyArn(call, alarm.tracks.policyId, alarm.tracks.group, alarm.tracks.policy)] : []);

export const describeAlarms = operation(
  {
    AlarmNames: ALARM_NAMES,
    AlarmNamePrefix: NAME,
    ActionPrefix: { min: 1, max: 1_024 },
    StateValue: STATE,
    AlarmTypes: { items: { values: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] } },
    MaxRecords: { min: 1, max: 100, whole: true },
  },
  async (monitoring, call, input) => {
    const names = texts(input.AlarmNames);
    const prefix = input.AlarmNamePrefix;
    if (names?.length && prefix !== undefined) return validationError('AlarmNamePrefix and AlarmNames cannot both be specified.');
    const listed = await monitoring.listMetricAlarms(realmOf(call));
    if (listed.kind === 'refused') return listed;
    const types = texts(input.AlarmTypes) ?? ['MetricAlarm'];
    // There are no composite alarms: nothing has children or parents.
    const none = !types.includes('MetricAlarm') || input.ChildrenOfAlarmName !== undefined || input.ParentsOfAlarmName !== undefined;
    const show = shownOf(call);
    const acts = (alarm: MetricAlarm): readonly string[] =>
      ['OKActions', 'AlarmActions', 'InsufficientDataActions'].flatMap((member) => texts(show(alarm)[member]) ?? []);
    const wanted = (none ? [] : listed.alarms)
      .filter(({ name }) => (!names?.length || names.includes(name)) && name.startsWith(text(prefix)))
      .filter(({ state }) => input.StateValue === undefined || state === input.StateValue)
      .filter((alarm) => input.ActionPrefix === undefined || acts(alarm).some((one) => one.startsWith(text(input.ActionPrefix))));
    const shown = page(call, 'DescribeAlarms', input, wanted, ({ name }) => name, { usual: 50, most: 100 });
    if (isAwsFault(shown)) return shown;
    return { CompositeAlarms: [], MetricAlarms: shown.items.map(show), ...(shown.next !== undefined && { NextToken: shown.next }) };
  },
);

export const describeAlarmsForMetric = operation({ ...NAMED, Statistic: { values: STATISTICS } }, async (monitoring, call, input) => {
  const listed = await monitoring.listMetricAlarms(realmOf(call));
  if (listed.kind === 'refused') return listed;
  const key = keyIn(input);
  // As AWS has it, alarms on expressions are of no metric.
  const fits = (alarm: MetricAlarm) =>
    !alarm.math &&
    sameMetric(alarm, key) &&
    (input.Statistic === undefined || alarm.statistic === input.Statistic) &&
    (input.Period === undefined || alarm.period === input.Period) &&
    (input.Unit === undefined || alarm.unit === input.Unit);
  return { MetricAlarms: listed.alarms.filter(fits).map(shownOf(call)) };
});

export const deleteAlarms = operation({ AlarmNames: ALARM_NAMES }, async (monitoring, call, input) => {
  const deleted = await monitoring.deleteMetricAlarms(realmOf(call), texts(input.AlarmNames) ?? []);
  return deleted.kind === 'refused' ? deleted : nothing;
});

const enabling = (enabled: boolean): Definition =>
  operation({ AlarmNames: ALARM_NAMES }, async (monitoring, call, input) => {
    const done = await monitoring.enableAlarmActions(realmOf(call), texts(input.AlarmNames) ?? [], enabled);
    return done.kind === 'refused' ? done : nothing;
  });
export const enableAlarmActions = enabling(true);
export const disableAlarmActions = enabling(false);

export const setAlarmState = operation(
  { AlarmName: NAME, StateValue: STATE, StateReason: { max: 1_023 }, StateReasonData: { max: 4_000 } },
  async (monitoring, call, input) => {
    const reasonData = text(input.StateReasonData);
    if (reasonData !== '' && !isJson(reasonData)) return awsFault('InvalidFormat', 'StateReasonData was not syntactically valid JSON');
    const set = await monitoring.setAlarmState(realmOf(call), text(input.AlarmName), {
      state: text(input.StateValue) as AlarmState,
      reason: text(input.StateReason),
      reasonData,
    });
    return set.kind === 'refused' ? set : nothing;
  },
);

function isJson(words: string): boolean {
  try {
    JSON.parse(words);
    return true;
  } catch {
    return false;
  }
}

export const describeAlarmHistory = operation(
  {
    AlarmName: NAME,
    HistoryItemType: { values: [...RECORDS, 'AlarmContributorStateUpdate', 'AlarmContributorAction'] },
    ScanBy: { values: ['TimestampDescending', 'TimestampAscending'] },
    MaxRecords: { min: 1, max: 100, whole: true },
  },
  async (monitoring, call, input) => {
    const listed = await monitoring.listAlarmRecords(realmOf(call), {
      alarm: input.AlarmName === undefined ? undefined : text(input.AlarmName),
      from: number(input.StartDate) ?? 0,
      to: number(input.EndDate) ?? Number.MAX_SAFE_INTEGER,
    });
    if (listed.kind === 'refused') return listed;
    const some = listed.records.filter(({ type }) => input.HistoryItemType === undefined || type === input.HistoryItemType);
    const wanted = input.ScanBy === 'TimestampAscending' ? [...some].reverse() : some;
    const shown = page(call, 'DescribeAlarmHistory', input, wanted, ({ id }) => id, { usual: 100, most: 100 });
    if (isAwsFault(shown)) return shown;
    const items = shown.items.map(({ alarm, type, at, summary, data }) => ({
      AlarmName: alarm,
      AlarmType: 'MetricAlarm',
      Timestamp: at,
      HistoryItemType: type,
      HistorySummary: summary,
      HistoryData: data,
    }));
    return { AlarmHistoryItems: items, ...(shown.next !== undefined && { NextToken: shown.next }) };
  },
);

const missing = (arn: string) => awsFault('ResourceNotFoundException', `No alarm has the ARN ${arn}.`, 404);

export const listTagsForResource = operation({ ResourceARN: { min: 1, max: 1_024 } }, async (monitoring, call, input) => {
  const arn = text(input.ResourceARN);
  const listed = await monitoring.listMetricAlarms(realmOf(call));
  if (listed.kind === 'refused') return listed;
  const found = listed.alarms.find(({ name }) => name === alarmNameIn(call, arn));
  return found ? { Tags: found.tags.map(({ key: Key, value: Value }) => ({ Key, Value })) } : missing(arn);
});

const tagging = (
  change: (
    monitoring: Monitoring,
    call: AwsCall,
    name: string,
    input: Parameters<typeof tagsIn>[0],
  ) => ReturnType<Monitoring['tagMetricAlarm']>,
): Definition =>
  operation({ ResourceARN: { min: 1, max: 1_024 }, Tags: TAGS }, async (monitoring, call, input) => {
    const arn = text(input.ResourceARN);
    const done = await change(monitoring, call, alarmNameIn(call, arn), input);
    if (done.kind !== 'refused') return nothing;
    return done.fault.code === 'metric-alarm.not-found' ? missing(arn) : done;
  });
export const tagResource = tagging((monitoring, call, name, input) => monitoring.tagMetricAlarm(realmOf(call), name, tagsIn(input), []));
export const untagResource = tagging((monitoring, call, name, input) =>
  monitoring.tagMetricAlarm(realmOf(call), name, [], texts(input.TagKeys) ?? []),
);
