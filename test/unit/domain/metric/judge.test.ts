import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { breaks, judge, MORE } from '../../../../lib/domain/metric/judge.ts';
import { COMPARISONS, type Rule, TREATMENTS } from '../../../../lib/domain/metric/metric-alarm.ts';

const rule = (more: Partial<Rule> = {}): Rule => ({
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
  threshold: 50,
  comparison: 'GreaterThanThreshold',
  missing: 'missing',
  ...more,
});

/** As AWS's documentation draws them, oldest first: `0` is fine, `X` is not, `-` is missing. */
const drawn = (picture: string) => [...picture].reverse().map((mark) => (mark === '-' ? undefined : mark === 'X' ? 90 : 10));

const KEEPS = undefined;

describe('what periods without data come to', () => {
  // AWS's own tables. In order: missing, ignore, breaching, notBreaching.
  test.each([
    ['0-X-X', ['OK', 'OK', 'OK', 'OK']],
    ['0----', ['OK', 'OK', 'OK', 'OK']],
    ['-----', ['INSUFFICIENT_DATA', KEEPS, 'ALARM', 'OK']],
    ['0XX-X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['--X--', ['ALARM', KEEPS, 'ALARM', 'OK']],
  ])('%s, three of three', (picture, wanted) => {
    expect(TREATMENTS.map((missing) => judge(rule({ missing }), drawn(picture)).state)).toEqual(wanted);
  });

  test.each([
    ['0-X-X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['00X0X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0-X--', ['OK', 'OK', 'ALARM', 'OK']],
    ['----0', ['OK', 'OK', 'ALARM', 'OK']],
    ['---X-', ['ALARM', KEEPS, 'ALARM', 'OK']],
    ['----X', [KEEPS, KEEPS, 'ALARM', 'OK']],
  ])('%s, two of three', (picture, wanted) => {
    expect(TREATMENTS.map((missing) => judge(rule({ missing, datapointsToAlarm: 2 }), drawn(picture)).state)).toEqual(wanted);
  });
});

const rules = fc
  .record({
    evaluationPeriods: fc.integer({ min: 1, max: 6 }),
    enough: fc.integer({ min: 1, max: 6 }),
    missing: fc.constantFrom(...TREATMENTS),
    comparison: fc.constantFrom(...COMPARISONS),
  })
  .map(({ enough, ...more }) => rule({ ...more, datapointsToAlarm: Math.min(enough, more.evaluationPeriods) }));
const cases = rules.chain((one) =>
  fc.tuple(
    fc.constant(one),
    fc.array(fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }), {
      minLength: one.evaluationPeriods + MORE,
      maxLength: one.evaluationPeriods + MORE,
    }),
  ),
);

describe('whatever comes', () => {
  test('without a gap the treatment of gaps makes no difference', () => {
    fc.assert(
      fc.property(cases, ([one, values]) => {
        const whole = values.map((value) => value ?? 50);
        expect(new Set(TREATMENTS.map((missing) => judge({ ...one, missing }, whole).state)).size).toBe(1);
      }),
    );
  });

  test('an alarm rests on values, unless gaps count as broken', () => {
    fc.assert(
      fc.property(cases, ([one, values]) => {
        const { state, points } = judge(one, values);
        const broken = points.filter(({ value }) => breaks(one.comparison, value, one.threshold)).length;
        if (state === 'ALARM' && one.missing !== 'breaching') expect(broken).toBeGreaterThan(0);
        if (state === 'INSUFFICIENT_DATA') expect(points).toEqual([]);
        if (broken >= one.datapointsToAlarm) expect(state).toBe('ALARM');
      }),
    );
  });
});
