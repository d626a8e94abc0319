/** Values of a metric by when their periods began, in milliseconds. */
export type Series = ReadonlyMap<number, number>;

/** What an expression comes to: a number, one line over time, or several. */
export type Value =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'series'; readonly points: Series }
  | { readonly kind: 'list'; readonly of: readonly Series[] }
  | { readonly kind: 'text'; readonly value: string };

export const scalar = (value: number): Value => ({ kind: 'scalar', value });

/** A point that is no number is none: a share of nothing is not known. */
export const series = (points: Iterable<readonly [number, number]>): Value => ({
  kind: 'series',
  points: new Map([...points].filter(([, value]) => Number.isFinite(value)).sort(([a], [b]) => a - b)),
});

/** Does the same to every number that there is. */
export function each(value: Value, act: (one: number) => number): Value {
  switch (value.kind) {
    case 'scalar':
      return scalar(act(value.value));
    case 'series':
      return series([...value.points].map(([at, one]) => [at, act(one)]));
    case 'list':
      return { kind: 'list', of: value.of.map((points) => pointsOf(each({ kind: 'series', points }, act))) };
    case 'text':
      return value;
  }
}

/**
 * Of two values one. A number goes with every point; of two lines the points that both have. Several lines go one by one with a number or a line.
 *
 * @returns undefined for two lists, and for words: nothing says what goes with what
 */
export function both(a: Value, b: Value, act: (one: number, other: number) => number): Value | undefined {
  if (a.kind === 'text' || b.kind === 'text' || (a.kind === 'list' && b.kind === 'list')) return undefined;
  if (b.kind === 'scalar') return each(a, (one) => act(one, b.value));
  if (a.kind === 'scalar') return each(b, (other) => act(a.value, other));
  if (a.kind === 'list') return { kind: 'list', of: a.of.map((points) => together(points, pointsOf(b), act)) };
  if (b.kind === 'list') return { kind: 'list', of: b.of.map((points) => together(a.points, points, act)) };
  return { kind: 'series', points: together(a.points, b.points, act) };
}

const together = (a: Series, b: Series, act: (one: number, other: number) => number): Series =>
  pointsOf(series([...a].flatMap(([at, one]) => (b.has(at) ? [[at, act(one, b.get(at) as number)] as const] : []))));

/** The points of one line; none of what is none. */
export const pointsOf = (value: Value): Series => (value.kind === 'series' ? value.points : new Map());
