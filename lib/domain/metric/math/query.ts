import type { Seconds } from '../../kernel/time.ts';
import type { Statistic } from '../bucket.ts';
import type { Dimension, MetricKey } from '../metric.ts';

/** A statistic of one metric, by period. */
export type Measured = MetricKey & {
  readonly statistic: Statistic;
  readonly period: Seconds;
  /** Only data that were said in it. */
  readonly unit?: string;
};

/** What is asked of metrics: a statistic of one, or what an expression makes of others that are asked for along with it. */
export type Query = {
  readonly id: string;
  readonly label?: string;
  /** Whether it is for whoever asks, and not for expressions only. */
  readonly returned: boolean;
} & ({ readonly metric: Measured } | { readonly expression: string });

export const measuredIn = (queries: readonly Query[]): readonly Measured[] =>
  queries.flatMap((query) => ('metric' in query ? [query.metric] : []));

/** What AWS says of an expression that is not one. */
export const inExpression = (id: string, why: string): string => `Error in expression '${id}' [${why}]`;

/**
 * A query as AWS writes it down, but for what was not said.
 *
 * @param dimensionOf messages to topics call the parts of a dimension otherwise than the operations do
 */
export const queryForm = <D>(query: Query, dimensionOf: (dimension: Dimension) => D) => ({
  Id: query.id,
  ...(query.label !== undefined && { Label: query.label }),
  ReturnData: query.returned,
  ...('expression' in query
    ? { Expression: query.expression }
    : {
        MetricStat: {
          Metric: {
            Namespace: query.metric.namespace,
            MetricName: query.metric.metric,
            Dimensions: query.metric.dimensions.map(dimensionOf),
          },
          Period: query.metric.period,
          Stat: query.metric.statistic,
          ...(query.metric.unit !== undefined && { Unit: query.metric.unit }),
        },
      }),
});
