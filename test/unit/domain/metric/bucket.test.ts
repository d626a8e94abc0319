import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { instant } from '../../../../lib/domain/kernel/time.ts';
import { type Datum, periodsIn, STATISTICS, statisticOf, type Tallied, tally } from '../../../../lib/domain/metric/bucket.ts';
import { HOUR, hourOf, hoursBetween, metricId, sorted } from '../../../../lib/domain/metric/metric.ts';

const START = hourOf(instant(Date.UTC(2026, 0, 2, 3)));
const datum = (into: number, value: number, more: Partial<Datum> = {}): Datum => ({
  at: instant(START + into * 1000),
  unit: 'None',
  resolution: 60,
  count: 1,
  sum: value,
  min: value,
  max: value,
  ...more,
});
const tallied = (data: readonly Datum[]) => data.reduce<Tallied>((sum, one) => tally(sum, START, one), []);
const span = { from: START, to: START + HOUR, period: 60_000 };

test('values of a minute and unit are one bucket', () => {
  const [first, second, third] = periodsIn(
    [{ startsAt: START, tallied: tallied([datum(5, 10), datum(59, 30), datum(60, 7), datum(6, 1, { unit: 'Percent' })]) }],
    span,
  );
  expect([first, second, third]).toEqual([
    { startsAt: START, unit: 'None', count: 2, sum: 40, min: 10, max: 30 },
    { startsAt: START, unit: 'Percent', count: 1, sum: 1, min: 1, max: 1 },
    { startsAt: START + 60_000, unit: 'None', count: 1, sum: 7, min: 7, max: 7 },
  ]);
  expect(first && STATISTICS.map((one) => statisticOf(one, first))).toEqual([2, 20, 40, 10, 30]);
});

test('data of high resolution are told apart by ten seconds', () => {
  const hours = [{ startsAt: START, tallied: tallied([datum(5, 1, { resolution: 10 }), datum(15, 2, { resolution: 10 })]) }];
  expect(periodsIn(hours, { ...span, period: 10_000 }).map(({ startsAt }) => startsAt - START)).toEqual([0, 10_000]);
  expect(periodsIn(hours, span)).toHaveLength(1);
});

test('data are where they were said to be, to the second', () => {
  const hours = [{ startsAt: START, tallied: tallied([datum(3_540, 1)]) }];
  const found = (from: number, to: number) => periodsIn(hours, { ...span, from: START + from * 1_000, to: START + to * 1_000 }).length;
  expect([found(3_540, 3_541), found(3_541, 3_600), found(0, 3_540)]).toEqual([1, 0, 0]);
});

test('nothing is lost or counted twice, in whatever order it comes and by whatever period it is asked for', () => {
  const data = fc.array(fc.tuple(fc.integer({ min: 0, max: 3_599 }), fc.integer({ min: -100, max: 100 })), { maxLength: 40 });
  fc.assert(
    fc.property(data, fc.constantFrom(10_000, 60_000, 300_000, HOUR), (some, period) => {
      const all = some.map(([into, value]) => datum(into, value));
      const hours = [{ startsAt: START, tallied: tallied(all) }];
      const turned = [{ startsAt: START, tallied: tallied([...all].reverse()) }];
      const periods = periodsIn(hours, { ...span, period });
      expect(periods).toEqual(periodsIn(turned, { ...span, period }));
      expect(periods.reduce((sum, one) => sum + one.count, 0)).toBe(all.length);
      expect(periods.reduce((sum, one) => sum + one.sum, 0)).toBe(all.reduce((sum, one) => sum + one.sum, 0));
      for (const one of periods) expect(one.startsAt % period).toBe(0);
    }),
  );
});

test('hours between two instants are those that they touch', () => {
  expect(hoursBetween(START, START)).toEqual([]);
  expect(hoursBetween(instant(START + 1), instant(START + HOUR))).toEqual([START]);
  expect(hoursBetween(instant(START + 1), instant(START + HOUR + 1))).toEqual([START, START + HOUR]);
});

test('a metric is the same in whatever order its dimensions are said', () => {
  const [a, b] = [
    { name: 'a', value: '1' },
    { name: 'b', value: '2' },
  ];
  const key = { namespace: 'N', metric: 'm' };
  expect(metricId('r', { ...key, dimensions: [a, b] })).toBe(metricId('r', { ...key, dimensions: [b, a] }));
  // Ids are made of it, by which what is stored is found.
  expect(sorted([b, a])).toEqual([a, b]);
  expect(metricId('r', { ...key, dimensions: [a] })).not.toBe(metricId('r', { ...key, dimensions: [b] }));
});
