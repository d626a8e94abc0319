import type { AlarmState, Comparison, Rule } from './metric-alarm.ts';

/** So many periods more than asked for are looked at: data that come late or not at all are made up for by older ones. */
export const MORE = 2;

export function breaks(comparison: Comparison, value: number, threshold: number): boolean {
  switch (comparison) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'LessThanThreshold':
      return value < threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
  }
}

export type Verdict = {
  /** Undefined: it stays as it is. */
  readonly state: AlarmState | undefined;
  /** The values that it rests on, oldest first, and how many periods back each is: 0 is the last that is over. */
  readonly points: readonly { readonly value: number; readonly age: number }[];
};

/**
 * What a metric's last periods come to, by AWS's rules for periods without data: as many real values as the rule asks for, from a few periods more; only
 * what is missing then is made up, as the rule says.
 *
 * @param values of the last `evaluationPeriods + MORE` periods that are over, the latest first
 */
export function judge(rule: Rule, values: readonly (number | undefined)[]): Verdict {
  const { evaluationPeriods, datapointsToAlarm: enough, missing, comparison, threshold } = rule;
  const real = values.flatMap((value, age) => (value === undefined ? [] : [{ value, age }])).slice(0, evaluationPeriods);
  const broken = real.filter(({ value }) => breaks(comparison, value, threshold));
  const made = evaluationPeriods - real.length;
  const points = [...real].reverse();
  return { points, state: stateOf() };

  function stateOf(): AlarmState | undefined {
    if (broken.length >= enough) return 'ALARM';
    if (missing === 'breaching') return broken.length + made >= enough ? 'ALARM' : 'OK';
    if (made === 0 || missing === 'notBreaching') return 'OK';
    if (real.length === 0) return missing === 'ignore' ? undefined : 'INSUFFICIENT_DATA';
    if (broken.length < real.length) return 'OK';
    // Nothing but broken ones, and too few: in time they are old enough to be believed, since what came after them cannot be waited for.
    const oldest = broken.at(-1)?.age ?? 0;
    return missing === 'missing' && oldest + 1 >= enough ? 'ALARM' : undefined;
  }
}
