import type { Instant } from '../kernel/time.ts';
import type { Verdict } from './judge.ts';
import type { AlarmState, Comparison, MetricAlarm } from './metric-alarm.ts';

const WORDS: Readonly<Record<Comparison, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

const figure = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value));

type Points = Verdict['points'];

/** When the period of a value began. */
const beganAt = ({ period }: MetricAlarm, age: number, now: Instant): number =>
  (Math.floor(now / (period * 1000)) - age - 1) * period * 1000;

/** Why an alarm is in a state, in AWS's words: people and tools read them. */
export function explained(alarm: MetricAlarm, state: AlarmState, points: Points, now: Instant): string {
  const { evaluationPeriods: all, datapointsToAlarm: enough, threshold, comparison, missing } = alarm;
  if (state === 'INSUFFICIENT_DATA') return `Insufficient Data: ${all} datapoint${all === 1 ? ' was' : 's were'} unknown.`;
  if (points.length === 0)
    return `Threshold Crossed: no datapoints were received for ${all} period${all === 1 ? '' : 's'} and ${all} missing datapoint${all === 1 ? ' was' : 's were'} treated as [${missing === 'breaching' ? 'Breaching' : 'NonBreaching'}].`;
  const told = points.map(({ value, age }) => `${figure(value)} (${written(beganAt(alarm, age, now))})`).join(', ');
  const one = points.length === 1;
  const from = state === 'ALARM' ? 'OK -> ALARM' : 'ALARM -> OK';
  return `Threshold Crossed: ${points.length} out of the last ${all} datapoints [${told}] ${one ? 'was' : 'were'} ${state === 'ALARM' ? '' : 'not '}${WORDS[comparison]} the threshold (${figure(threshold)}) (minimum ${enough} datapoint${enough === 1 ? '' : 's'} for ${from} transition).`;
}

/** As `30/11/26 12:00:00`. */
function written(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(2, 4)} ${iso.slice(11, 19)}`;
}

const aws = (ms: number): string => new Date(ms).toISOString().replace('Z', '+0000');

export function reasonDataOf(alarm: MetricAlarm, points: Points, now: Instant): string {
  const { statistic, period, threshold, unit, math } = alarm;
  const [first] = points;
  return JSON.stringify({
    version: '1.0',
    queryDate: aws(now),
    ...(first && { startDate: aws(beganAt(alarm, first.age, now)) }),
    ...(unit !== undefined && { unit }),
    ...(!math && { statistic }),
    period,
    recentDatapoints: points.map(({ value }) => value),
    threshold,
  });
}
