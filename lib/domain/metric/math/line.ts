import { type Period, type Statistic, statisticOf } from '../bucket.ts';
import type { Grid } from './functions.ts';
import type { Measured, Query } from './query.ts';
import { reckon } from './reckon.ts';
import { pointsOf, type Series } from './value.ts';

/** A statistic by period. Where data of several units fell into one, the first of them counts. */
export function seriesOf(statistic: Statistic, periods: readonly Period[]): Series {
  const points = new Map<number, number>();
  for (const period of periods) if (!points.has(period.startsAt)) points.set(period.startsAt, statisticOf(statistic, period));
  return points;
}

/** When the periods of a span begin. @param period milliseconds */
export function gridOf({ from, to }: { readonly from: number; readonly to: number }, period: number): Grid {
  const first = Math.floor(from / period) * period;
  return Array.from({ length: Math.ceil((to - first) / period) }, (_, i) => first + i * period);
}

/** The one line that something comes to. @param linesOf the values of a metric */
export function lineOf(
  watched: Measured & { readonly math?: readonly Query[] },
  linesOf: (metric: Measured) => Series,
  grid: Grid,
): Series {
  if (!watched.math) return linesOf(watched);
  const reckoned = reckon(watched.math, linesOf, grid);
  const [only] = reckoned.kind === 'ok' ? reckoned.results : [];
  return only ? pointsOf(only.value) : new Map();
}
