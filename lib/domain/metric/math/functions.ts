import { both, each, pointsOf, type Series, scalar, series, type Value } from './value.ts';

/** The times at which there could be a value: when the periods of what was asked for began. */
export type Grid = readonly number[];

/** @returns undefined for what it makes nothing of */
type Made = (values: readonly Value[], grid: Grid) => Value | undefined;

const one =
  (act: (value: number) => number): Made =>
  ([value, ...more]) =>
    value === undefined || value.kind === 'text' || more.length > 0 ? undefined : each(value, act);

const two =
  (act: (a: number, b: number) => number): Made =>
  ([a, b, ...more]) =>
    a === undefined || b === undefined || more.length > 0 ? undefined : both(a, b, act);

const truth = (act: (a: number, b: number) => boolean): Made => two((a, b) => Number(act(a, b)));

/** Of a line one number, of several lines one. */
const summing =
  (act: (values: readonly number[]) => number): Made =>
  ([value, ...more]) => {
    if (value === undefined || more.length > 0) return undefined;
    if (value.kind === 'scalar') return scalar(act([value.value]));
    if (value.kind === 'series') return scalar(act([...value.points.values()]));
    if (value.kind === 'text') return undefined;
    const times = new Set(value.of.flatMap((points) => [...points.keys()]));
    return series([...times].map((at) => [at, act(value.of.flatMap((points) => points.get(at) ?? []))]));
  };

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const average = (values: readonly number[]): number => sum(values) / values.length;
const deviation = (values: readonly number[]): number => Math.sqrt(average(values.map((value) => (value - average(values)) ** 2)));

/** Of a line another one, point by point with what was before. */
const along =
  (act: (points: readonly (readonly [number, number])[]) => readonly (readonly [number, number])[]): Made =>
  ([value, ...more]) => {
    if (more.length > 0) return undefined;
    if (value?.kind === 'series') return series(act([...value.points]));
    return value?.kind === 'list' ? { kind: 'list', of: value.of.map((points) => pointsOf(series(act([...points])))) } : undefined;
  };

const between = (act: (rise: number, seconds: number) => number): Made =>
  along((points) =>
    points.slice(1).map(([at, value], i) => {
      const [before, was] = points[i] as readonly [number, number];
      return [at, act(value - was, (at - before) / 1_000)];
    }),
  );

function filled(points: Series, by: Value, grid: Grid): Series | undefined {
  if (by.kind === 'list' || (by.kind === 'text' && !['REPEAT', 'LINEAR'].includes(by.value))) return undefined;
  const known = [...points].sort(([a], [b]) => a - b);
  /** How many of them are before the gap; gaps come in order. */
  let passed = 0;
  const filling = (at: number): number | undefined => {
    if (by.kind === 'scalar') return by.value;
    if (by.kind === 'series') return by.points.get(at);
    while ((known[passed]?.[0] ?? Number.POSITIVE_INFINITY) < at) passed++;
    const [before, after] = [known[passed - 1], known[passed]];
    if (before === undefined || by.value === 'REPEAT') return before?.[1];
    return after && before[1] + ((after[1] - before[1]) * (at - before[0])) / (after[0] - before[0]);
  };
  const more = grid.flatMap((at) => {
    const value = points.has(at) ? undefined : filling(at);
    return value === undefined ? [] : [[at, value] as const];
  });
  return pointsOf(series([...points, ...more]));
}

const fill: Made = ([value, by, ...more], grid) => {
  if (by === undefined || more.length > 0) return undefined;
  if (value?.kind === 'series') {
    const points = filled(value.points, by, grid);
    return points && { kind: 'series', points };
  }
  if (value?.kind !== 'list') return undefined;
  const all = value.of.map((points) => filled(points, by, grid));
  return all.every((points) => points !== undefined) ? { kind: 'list', of: all as readonly Series[] } : undefined;
};

/** Where it is not known whether it is so, or nothing was said for it, there is no point. */
const choose: Made = ([condition, then, otherwise = series([]), ...more], grid) => {
  if (!condition || !then || more.length > 0) return undefined;
  if ([condition, then, otherwise].some(({ kind }) => kind === 'list' || kind === 'text')) return undefined;
  const chosen = (is: number): Value => (is !== 0 ? then : otherwise);
  if ([condition, then, otherwise].every(({ kind }) => kind === 'scalar')) return chosen(numberAt(condition, 0));
  const times =
    condition.kind === 'scalar' ? [...new Set([...grid, ...pointsOf(chosen(condition.value)).keys()])] : [...pointsOf(condition).keys()];
  return series(times.map((at) => [at, numberAt(chosen(numberAt(condition, at)), at)]));
};

const numberAt = (value: Value, at: number): number => (value.kind === 'scalar' ? value.value : (pointsOf(value).get(at) ?? Number.NaN));

const runningSum = along((points) => {
  let all = 0;
  return points.map(([at, value]) => {
    all += value;
    return [at, all];
  });
});

/** What can be called, by name. AWS has more: searches, bands of anomalies, days and months. */
export const FUNCTIONS: Readonly<Record<string, Made>> = {
  '+': two((a, b) => a + b),
  '-': two((a, b) => a - b),
  '*': two((a, b) => a * b),
  '/': two((a, b) => a / b),
  '^': two((a, b) => a ** b),
  '==': truth((a, b) => a === b),
  '!=': truth((a, b) => a !== b),
  '<': truth((a, b) => a < b),
  '<=': truth((a, b) => a <= b),
  '>': truth((a, b) => a > b),
  '>=': truth((a, b) => a >= b),
  '&&': truth((a, b) => a !== 0 && b !== 0),
  '||': truth((a, b) => a !== 0 || b !== 0),
  NEGATE: one((value) => -value),
  ABS: one(Math.abs),
  CEIL: one(Math.ceil),
  FLOOR: one(Math.floor),
  LOG: one(Math.log),
  LOG10: one(Math.log10),
  AVG: summing(average),
  MAX: summing((values) => Math.max(...values)),
  MIN: summing((values) => Math.min(...values)),
  SUM: summing(sum),
  STDDEV: summing(deviation),
  DATAPOINT_COUNT: summing((values) => values.length),
  METRIC_COUNT: ([value]) => (value?.kind === 'list' ? scalar(value.of.length) : value?.kind === 'series' ? scalar(1) : undefined),
  FIRST: ([value]) => (value?.kind === 'list' ? { kind: 'series', points: value.of[0] ?? new Map() } : undefined),
  LAST: ([value]) => (value?.kind === 'list' ? { kind: 'series', points: value.of.at(-1) ?? new Map() } : undefined),
  DIFF: between((rise) => rise),
  DIFF_TIME: between((_, seconds) => seconds),
  RATE: between((rise, seconds) => rise / seconds),
  RUNNING_SUM: runningSum,
  FILL: fill,
  IF: choose,
  TIME_SERIES: ([value], grid) => (value?.kind === 'scalar' ? series(grid.map((at) => [at, value.value])) : undefined),
};
