import { FUNCTIONS, type Grid } from './functions.ts';
import { type Expression, parse } from './parse.ts';
import { inExpression, type Measured, type Query } from './query.ts';
import { type Series, scalar, type Value } from './value.ts';

export type Reckoned =
  | { readonly kind: 'ok'; readonly results: readonly { readonly query: Query; readonly value: Value }[] }
  | { readonly kind: 'fault'; readonly message: string };

/** Thrown from the depth of expressions that name one another to the one place that answers. */
class Unreckoned extends Error {}

/** Of expressions within expressions, those of other queries included: as many as an expression has room for, and far from what a stack holds. */
const DEEPEST = 700;

/** Points that calls are given, in all: more would hold up everybody who shares a processor. */
const MOST_POINTS = 2_000_000;

const pointsIn = (value: Value): number =>
  value.kind === 'series' ? value.points.size : value.kind === 'list' ? value.of.reduce((all, points) => all + points.size, 0) : 1;

/**
 * What queries come to, those that are for whoever asks. What kind of thing it is depends on the queries alone, and not on the data.
 *
 * @param linesOf the values of a metric
 * @param grid when periods began, for what makes points where there are none
 */
export function reckon(queries: readonly Query[], linesOf: (metric: Measured) => Series, grid: Grid): Reckoned {
  const known = new Map<string, Value>();
  const underway = new Set<string>();
  const byId = new Map(queries.map((query) => [query.id, query]));

  function valueFor(query: Query): Value {
    const before = known.get(query.id);
    if (before) return before;
    if (underway.has(query.id)) throw new Unreckoned(inExpression(query.id, 'it depends on itself'));
    underway.add(query.id);
    const value: Value = 'metric' in query ? { kind: 'series', points: linesOf(query.metric) } : come(query.id, parse(query.expression));
    if (value.kind === 'text') throw new Unreckoned(inExpression(query.id, `nothing has the id ${value.value}`));
    underway.delete(query.id);
    known.set(query.id, value);
    return value;
  }

  let depth = 0;
  let given = 0;
  function come(of: string, expression: ReturnType<typeof parse>): Value {
    if (++depth > DEEPEST) throw new Unreckoned(inExpression(of, 'it is too deep'));
    const value = comes(of, expression);
    depth--;
    return value;
  }

  function comes(of: string, expression: ReturnType<typeof parse>): Value {
    const wrong = (why: string) => new Unreckoned(inExpression(of, why));
    switch (expression.kind) {
      case 'malformed':
        throw wrong(expression.why);
      case 'number':
        return scalar(expression.value);
      case 'text':
        return expression;
      case 'id': {
        const query = byId.get(expression.id);
        if (!query) throw wrong(`nothing has the id ${expression.id}`);
        return valueFor(query);
      }
      case 'list': {
        const lines = expression.of.map((one) => come(of, one));
        if (lines.some(({ kind }) => kind !== 'series')) throw wrong('a list is of time series');
        return { kind: 'list', of: lines.flatMap((one) => (one.kind === 'series' ? [one.points] : [])) };
      }
      case 'call':
        return called(of, expression);
    }
  }

  function called(of: string, { name, of: parts }: Extract<Expression, { readonly kind: 'call' }>): Value {
    const wrong = (why: string) => new Unreckoned(inExpression(of, why));
    const values = parts.map((one) => come(of, one));
    given += values.reduce((all, value) => all + pointsIn(value), 0);
    if (given > MOST_POINTS) throw wrong('it takes more than is reckoned at once');
    if (name === 'METRICS') {
      const [part] = values;
      if (values.length > 1 || (part && part.kind !== 'text')) throw wrong('METRICS takes no more than a part of ids in quotes');
      const some = queries.filter((query) => 'metric' in query && (!part || query.id.includes(part.value)));
      return { kind: 'list', of: some.flatMap((query) => ('metric' in query ? [linesOf(query.metric)] : [])) };
    }
    if (name === 'PERIOD') {
      const [first] = parts;
      const query = first?.kind === 'id' && parts.length === 1 ? byId.get(first.id) : undefined;
      if (!query || !('metric' in query)) throw wrong('PERIOD takes the id of one metric');
      return scalar(query.metric.period);
    }
    const make = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (!make) throw wrong(`${name} is not reckoned here`);
    const made = make(values, grid);
    if (!made) throw wrong(`${name} makes nothing of what it was given`);
    return made;
  }

  try {
    return { kind: 'ok', results: queries.map((query) => ({ query, value: valueFor(query) })).filter(({ query }) => query.returned) };
  } catch (error) {
    if (error instanceof Unreckoned) return { kind: 'fault', message: error.message };
    throw error;
  }
}
