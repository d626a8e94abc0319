import { inExpression, measuredIn, type Query } from './query.ts';
import { type Reckoned, reckon } from './reckon.ts';

/** What queries come to without any data: whether they can be reckoned does not depend on them. */
function tried(queries: readonly Query[]): Reckoned {
  const twice = queries.find(({ id }, place) => queries.findIndex((other) => other.id === id) < place);
  return twice ? { kind: 'fault', message: `The id ${twice.id} is there twice.` } : reckon(queries, () => new Map(), []);
}

/** What is wrong with queries, whatever the data are; undefined when they can be reckoned. */
export function queriesFault(queries: readonly Query[]): string | undefined {
  const come = tried(queries);
  return come.kind === 'fault' ? come.message : undefined;
}

/**
 * What is wrong with queries that are to come to one line, as an alarm looks at; undefined when they do.
 * All metrics have one period: it is the alarm's.
 */
export function oneLineFault(queries: readonly Query[]): string | undefined {
  const come = tried(queries);
  if (come.kind === 'fault') return come.message;
  const [only] = come.results;
  if (!only || come.results.length > 1) return 'Exactly one element of the metrics list should return data.';
  const periods = new Set(measuredIn(queries).map(({ period }) => period));
  if (periods.size === 0) return 'At least one element of the metrics list must name a metric.';
  if (periods.size > 1) return 'All metrics of the list must have the same Period.';
  return only.value.kind === 'series' ? undefined : inExpression(only.query.id, 'it must come to one time series');
}
