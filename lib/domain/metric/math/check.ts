import { inExpression, measuredIn, type Query } from './query.ts';
import { reckon } from './reckon.ts';

/** What is wrong with queries, whatever the data are; undefined when they can be reckoned. */
export function queriesFault(queries: readonly Query[]): string | undefined {
  const ids = new Set<string>();
  for (const { id } of queries) {
    if (ids.has(id)) return `The id ${id} is there twice.`;
    ids.add(id);
  }
  const reckoned = reckon(queries, () => new Map(), []);
  return reckoned.kind === 'fault' ? reckoned.message : undefined;
}

/**
 * What is wrong with queries that are to come to one line, as an alarm looks at; undefined when they do.
 * All metrics have one period: it is the alarm's.
 */
export function oneLineFault(queries: readonly Query[]): string | undefined {
  const fault = queriesFault(queries);
  if (fault !== undefined) return fault;
  const returned = queries.filter((query) => query.returned);
  const [only] = returned;
  if (!only || returned.length > 1) return 'Exactly one element of the metrics list should return data.';
  const measured = measuredIn(queries);
  if (measured.length === 0) return 'At least one element of the metrics list must name a metric.';
  if (new Set(measured.map(({ period }) => period)).size > 1) return 'All metrics of the list must have the same Period.';
  const reckoned = reckon(queries, () => new Map(), []);
  if (reckoned.kind === 'fault') return reckoned.message;
  return reckoned.results[0]?.value.kind === 'series' ? undefined : inExpression(only.id, 'it must come to one time series');
}
