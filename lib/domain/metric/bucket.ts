import type { Instant } from '../kernel/time.ts';

/** What is known of some values: not which they were. */
export type Summary = { readonly count: number; readonly sum: number; readonly min: number; readonly max: number };

/** Values of a metric at a time. */
export type Datum = Summary & {
  readonly at: Instant;
  readonly unit: string;
  /** Seconds it is kept apart by: 10 for what was said to be of high resolution, 60 for the rest. */
  readonly resolution: number;
};

/**
 * Data of an hour, tallied up by time and unit, as it lies in the table: seconds into the hour, unit, count, sum, least and greatest. Each costs what it
 * weighs, so it has no names.
 */
export type Bucket = readonly [offset: number, unit: string, count: number, sum: number, min: number, max: number];
export type Tallied = readonly Bucket[];

export const merged = (a: Summary, b: Summary): Summary => ({
  count: a.count + b.count,
  sum: a.sum + b.sum,
  min: Math.min(a.min, b.min),
  max: Math.max(a.max, b.max),
});

const summaryOf = ([, , count, sum, min, max]: Bucket): Summary => ({ count, sum, min, max });

/** An hour's data with one more value in it. */
export function tally(tallied: Tallied, startsAt: Instant, datum: Datum): Tallied {
  const into = Math.floor((datum.at - startsAt) / 1000);
  const offset = into - (into % datum.resolution);
  const at = tallied.findIndex(([its, unit]) => its === offset && unit === datum.unit);
  const before = tallied[at];
  const { count, sum, min, max } = before ? merged(summaryOf(before), datum) : datum;
  const bucket: Bucket = [offset, datum.unit, count, sum, min, max];
  return before ? tallied.with(at, bucket) : [...tallied, bucket];
}

/** A summary of a metric over a period, and when that began. */
export type Period = Summary & { readonly startsAt: number; readonly unit: string };

/**
 * Sums up data by period, oldest first; a period without any is not there, one with several units is there for each.
 *
 * @param period milliseconds. Periods begin at multiples of it, whatever is asked for
 * @param unit only what was said in it; all, if not said
 */
export function periodsIn(
  hours: readonly { readonly startsAt: Instant; readonly tallied: Tallied }[],
  { from, to, period, unit }: { readonly from: number; readonly to: number; readonly period: number; readonly unit?: string | undefined },
): readonly Period[] {
  const found = new Map<string, Period>();
  for (const { startsAt, tallied } of hours) {
    for (const bucket of tallied) {
      const at = startsAt + bucket[0] * 1000;
      if (at < from || at >= to || (unit !== undefined && unit !== bucket[1])) continue;
      const began = Math.floor(at / period) * period;
      const key = `${began} ${bucket[1]}`;
      const before = found.get(key);
      found.set(key, { startsAt: began, unit: bucket[1], ...(before ? merged(before, summaryOf(bucket)) : summaryOf(bucket)) });
    }
  }
  return [...found.values()].sort((a, b) => a.startsAt - b.startsAt);
}

export const STATISTICS = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;
export type Statistic = (typeof STATISTICS)[number];

export function statisticOf(statistic: Statistic, { count, sum, min, max }: Summary): number {
  switch (statistic) {
    case 'SampleCount':
      return count;
    case 'Average':
      return sum / count;
    case 'Sum':
      return sum;
    case 'Minimum':
      return min;
    case 'Maximum':
      return max;
  }
}
