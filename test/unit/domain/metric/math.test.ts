import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seconds } from '../../../../lib/domain/kernel/time.ts';
import { oneLineFault, queriesFault } from '../../../../lib/domain/metric/math/check.ts';
import { gridOf } from '../../../../lib/domain/metric/math/line.ts';
import type { Measured, Query } from '../../../../lib/domain/metric/math/query.ts';
import { reckon } from '../../../../lib/domain/metric/math/reckon.ts';
import type { Series } from '../../../../lib/domain/metric/math/value.ts';

const measured = (metric: string, period = 60): Measured => ({
  ...{ namespace: 'App', metric, dimensions: [], statistic: 'Average', period: seconds(period) },
});
const asked = (id: string, returned = false, period = 60): Query => ({ id, returned, metric: measured(id, period) });
const said = (expression: string, id = 'e', returned = true): Query => ({ id, returned, expression });

/** Minute by minute; `-` is nothing. */
const line = (...values: readonly (number | '-')[]): Series =>
  new Map(values.flatMap((value, minute) => (value === '-' ? [] : [[minute * 60_000, value]])));
const LINES: Readonly<Record<string, Series>> = { a: line(1, 2, '-', 4), b: line(10, 0, 30, 40), none: line() };
const GRID = [0, 60_000, 120_000, 180_000];

const reckoned = (expression: string, more: readonly Query[] = []) =>
  reckon([said(expression), asked('a'), asked('b'), asked('none'), ...more], ({ metric }) => LINES[metric] ?? line(), GRID);

/** What it comes to: a number, or a line's values by the minute, or those of several. */
function come(expression: string, more: readonly Query[] = []) {
  const all = reckoned(expression, more);
  if (all.kind === 'fault') return all.message;
  const drawn = (points: Series) => GRID.map((at) => points.get(at) ?? '-');
  const value = all.results[0]?.value;
  if (value?.kind === 'series') return drawn(value.points);
  return value?.kind === 'list' ? value.of.map(drawn) : value?.value;
}

test.each<[string, unknown]>([
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['-2^2', -4],
  ['2^3^2', 512],
  ['2^-1', 0.5],
  ['10 - 3 - 2', 5],
  ['12 / 3 / 2', 2],
  ['1.5e2 + .5', 150.5],
  ['1 < 2 && 2 >= 3 || 4 != 5', 1],
  ['1 > 2 OR 3 == 4 AND 1', 0],
  ['2 < 2', 0],
  ['2 <= 2', 1],
  ['2 > 2', 0],
  ['1 && 0', 0],
  ['0 && 1', 0],
  ['0 || 2', 1],
  ['AVG(5) + SUM(2)', 7],
  ['a', [1, 2, '-', 4]],
  ['a + b', [11, 2, '-', 44]],
  ['b / a', [10, 0, '-', 10]],
  ['a / b', [0.1, '-', '-', 0.1]],
  ['2 * a', [2, 4, '-', 8]],
  ['100 * (a / b)', [10, '-', '-', 10]],
  ['b > 20', [0, 0, 1, 1]],
  ['abs(-a)', [1, 2, '-', 4]],
  ['CEIL(a / 3) + FLOOR(a / 3)', [1, 1, '-', 3]],
  ['LOG10(b)', [1, '-', expect.closeTo(1.477, 3), expect.closeTo(1.602, 3)]],
  ['SUM([a, b])', [11, 2, 30, 44]],
  ['SUM(METRICS())', [11, 2, 30, 44]],
  ['AVG(METRICS("b"))', [10, 0, 30, 40]],
  ['MAX([a, b])', [10, 2, 30, 40]],
  ['MIN([a, b])', [1, 0, 30, 4]],
  ['STDDEV(b)', expect.closeTo(15.811, 3)],
  ['a - AVG(b)', [-19, -18, '-', -16]],
  ['a - AVG(none)', ['-', '-', '-', '-']],
  ['METRIC_COUNT(METRICS())', 3],
  ['METRIC_COUNT(a)', 1],
  ['DATAPOINT_COUNT(a)', 3],
  [
    '[a, b] * 2',
    [
      [2, 4, '-', 8],
      [20, 0, 60, 80],
    ],
  ],
  [
    '[a, b] - a',
    [
      [0, 0, '-', 0],
      [9, -2, '-', 36],
    ],
  ],
  ['FILL(a, 0)', [1, 2, 0, 4]],
  ['FILL(a, REPEAT)', [1, 2, 2, 4]],
  ['FILL(a, LINEAR)', [1, 2, 3, 4]],
  ['FILL(a, b)', [1, 2, 30, 4]],
  ['FILL(none, 7)', [7, 7, 7, 7]],
  ['FILL(none, REPEAT)', ['-', '-', '-', '-']],
  ['SUM(FILL([a, none], 1))', [2, 3, 2, 5]],
  ['IF(b > 20, a, 0)', [0, 0, '-', 4]],
  ['IF(a > 1, 5)', ['-', 5, '-', 5]],
  ['IF(1, a, b)', [1, 2, '-', 4]],
  ['IF(0, a, 9)', [9, 9, 9, 9]],
  ['IF(2 > 1, 3, 4)', 3],
  ['DIFF(b)', ['-', -10, 30, 10]],
  ['RATE(b)', ['-', -10 / 60, 0.5, 10 / 60]],
  ['DIFF_TIME(a)', ['-', 60, '-', 120]],
  ['RUNNING_SUM(b)', [10, 10, 40, 80]],
  ['b / PERIOD(b)', [10 / 60, 0, 0.5, 40 / 60]],
  ['TIME_SERIES(2)', [2, 2, 2, 2]],
  ['FIRST([a, b]) + LAST([a, b])', [11, 2, '-', 44]],
])('%s', (expression, wanted) => {
  expect(come(expression)).toEqual(wanted);
});

test.each([
  ['1 +', 'a metric, a number or a function was expected instead of the end'],
  ['a b', 'an operator was expected instead of b'],
  ['(a', ') was expected instead of the end'],
  ['SUM(a, ', 'a metric, a number or a function was expected instead of the end'],
  ['SUM(a b)', ', was expected instead of b'],
  ['a # b', 'nothing begins with "# b"'],
  ['c + 1', 'nothing has the id c'],
  ['e + 1', 'it depends on itself'],
  ['SEARCH("x", "Sum")', 'SEARCH is not reckoned here'],
  ['toString(a)', 'TOSTRING is not reckoned here'],
  ['__proto__', 'nothing has the id __proto__'],
  ['M1', 'nothing has the id M1'],
  ['ABS(a, b)', 'ABS makes nothing of what it was given'],
  ['[a] + [b]', '+ makes nothing of what it was given'],
  ['FILL(a, FORWARD)', 'FILL makes nothing of what it was given'],
  ['[1, a]', 'a list is of time series'],
  ['PERIOD(1)', 'PERIOD takes the id of one metric'],
  [`${'('.repeat(200)}a${')'.repeat(200)}`, 'it is too deep'],
  [`${'-'.repeat(200)}a`, 'it is too deep'],
])('%s is refused', (expression, why) => {
  expect(come(expression)).toBe(`Error in expression 'e' [${why}]`);
});

describe('expressions name one another', () => {
  test('in any order, and not in circles', () => {
    expect(come('f * 2', [said('a + 1', 'f', false)])).toEqual([4, 6, '-', 10]);
    expect(come('f', [said('g', 'f', false), said('f + 1', 'g', false)])).toBe("Error in expression 'f' [it depends on itself]");
  });

  test('and each is reckoned once, however often it is named', () => {
    const doubled = Array.from({ length: 60 }, (_, i) => said(`f${i + 1} + f${i + 1}`, `f${i}`, false));
    expect(come('f0 / 2^60', [...doubled, said('a', 'f60', false)])).toEqual([1, 2, '-', 4]);
  });

  test('and not more than is good for others', () => {
    const long: Series = new Map(Array.from({ length: 20_000 }, (_, i) => [i * 60_000, i]));
    const queries = [said(`a${' + a'.repeat(400)}`), asked('a')];
    expect(reckon(queries, () => long, [])).toEqual({
      kind: 'fault',
      message: "Error in expression 'e' [it takes more than is reckoned at once]",
    });
  });

  test('and not from too far', () => {
    const chain = (links: number) => Array.from({ length: links }, (_, i) => said(`f${i + 1} + 1`, `f${i}`, false));
    expect(come('f0', [...chain(300), said('a', 'f300', false)])).toEqual([301, 302, '-', 304]);
    expect(come('f0', [...chain(499), said('a', 'f499', false)])).toMatch(/it is too deep/);
    expect(come(`a${'+1'.repeat(690)}`)).toEqual([691, 692, '-', 694]);
  });

  test('and only those that are to be are given back', () => {
    const all = reckoned('a', [said('b', 'f', true), asked('c', true)]);
    expect(all.kind === 'ok' && all.results.map(({ query }) => query.id)).toEqual(['e', 'f', 'c']);
  });
});

describe('an alarm looks at one line', () => {
  test.each<[string, readonly Query[], string | undefined]>([
    ['of an expression', [said('a / b'), asked('a'), asked('b')], undefined],
    ['of a metric', [asked('a', true)], undefined],
    ['and not at two', [said('a'), asked('a', true)], 'Exactly one element of the metrics list should return data.'],
    ['and not at none', [asked('a')], 'Exactly one element of the metrics list should return data.'],
    ['and not at nothing', [said('TIME_SERIES(1)')], 'At least one element of the metrics list must name a metric.'],
    ['and not at a number', [said('AVG(a)'), asked('a')], "Error in expression 'e' [it must come to one time series]"],
    ['and not at several', [said('METRICS()'), asked('a')], "Error in expression 'e' [it must come to one time series]"],
    ['with one period', [said('a + b'), asked('a'), asked('b', false, 10)], 'All metrics of the list must have the same Period.'],
    ['with ids that differ', [said('a'), asked('a'), asked('a')], 'The id a is there twice.'],
  ])('%s', (_, queries, fault) => expect(oneLineFault(queries)).toBe(fault));
});

test('whatever is written is reckoned or refused, and what kind it comes to does not depend on the data', () => {
  const pieces = [
    'a',
    'b',
    'none',
    'c',
    'e',
    '1',
    '2.5',
    '+',
    '-',
    '*',
    '/',
    '^',
    '(',
    ')',
    '[',
    ']',
    ',',
    '<',
    '&&',
    'OR',
    '"a"',
    'REPEAT',
  ];
  const calls = ['SUM(', 'AVG(', 'FILL(', 'IF(', 'METRICS(', 'ABS(', 'RATE(', 'TIME_SERIES(', 'PERIOD('];
  const words = fc.array(fc.constantFrom(...pieces, ...calls), { minLength: 1, maxLength: 12 }).map((all) => all.join(' '));
  fc.assert(
    fc.property(words, (expression) => {
      const queries = [said(expression), asked('a'), asked('b'), asked('none')];
      const fault = queriesFault(queries);
      const all = reckoned(expression);
      expect(all.kind === 'fault' ? all.message : undefined).toBe(fault);
      const blank = reckon(queries, () => new Map(), []);
      if (all.kind === 'ok' && blank.kind === 'ok') expect(all.results[0]?.value.kind).toBe(blank.results[0]?.value.kind);
    }),
    { numRuns: Number(process.env.COPPICE_RUNS ?? 2_000) },
  );
});

test('periods begin at multiples of their length, from the one in which a span begins', () => {
  expect(gridOf({ from: 60_001, to: 180_001 }, 60_000)).toEqual([60_000, 120_000, 180_000]);
  expect(gridOf({ from: 60_000, to: 180_000 }, 60_000)).toEqual([60_000, 120_000]);
  expect(gridOf({ from: 60_000, to: 60_000 }, 60_000)).toEqual([]);
});
