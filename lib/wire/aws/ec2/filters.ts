import { structures, text, texts } from '../autoscaling/operation.ts';
import { type AwsFault, awsFault } from '../fault.ts';
import type { Structure } from '../query/shape.ts';

/** What can be asked of a thing by a filter: its values under a name; undefined where it has none. */
export type Facets<T> = Readonly<Record<string, (one: T) => string | number | boolean | undefined | readonly string[]>>;
type Tags = readonly { readonly key: string; readonly value: string }[];

/** Those that every filter lets through, each by any of its values, in which `*` and `?` stand for others. @param tagsOf of what has tags */
export function filtered<T>(input: Structure, all: readonly T[], facets: Facets<T>, tagsOf?: (one: T) => Tags): readonly T[] | AwsFault {
  let left = all;
  for (const filter of structures(input.Filters)) {
    const name = text(filter.Name);
    const values = texts(filter.Values) ?? [];
    const valuesOf = facetOf(name, facets, tagsOf);
    if (!valuesOf) return awsFault('InvalidParameterValue', `The filter '${name}' is invalid`);
    if (values.length === 0) return awsFault('InvalidParameterValue', `The filter '${name}' has no values`);
    const patterns = values.map(patternOf);
    left = left.filter((one) => valuesOf(one).some((value) => patterns.some((pattern) => pattern(value))));
  }
  return left;
}

function facetOf<T>(name: string, facets: Facets<T>, tagsOf: ((one: T) => Tags) | undefined): ((one: T) => readonly string[]) | undefined {
  if (tagsOf) {
    if (name === 'tag-key') return (one) => tagsOf(one).map(({ key }) => key);
    if (name === 'tag-value') return (one) => tagsOf(one).map(({ value }) => value);
    if (name.startsWith('tag:')) return (one) => tagsOf(one).flatMap(({ key, value }) => (key === name.slice(4) ? [value] : []));
  }
  const facet = Object.hasOwn(facets, name) ? facets[name] : undefined;
  if (!facet) return undefined;
  return (one) => {
    const value = facet(one);
    if (value === undefined) return [];
    return typeof value === 'object' ? value : [String(value)];
  };
}

/**
 * What a value of a filter fits. Read step by step, and not as a regular expression: one of many stars would take a client's text for ever.
 */
function patternOf(pattern: string): (text: string) => boolean {
  if (!/[*?\\]/.test(pattern)) return (text) => text === pattern;
  return (text) => fitsPattern(pattern, text);
}

/** Whether all of a text fits a pattern. */
export function fitsPattern(pattern: string, text: string): boolean {
  let [at, place, star, mark] = [0, 0, -1, 0];
  while (place < text.length) {
    const literal = pattern[at] === '\\' && at + 1 < pattern.length;
    if (literal ? pattern[at + 1] === text[place] : pattern[at] === '?' || (pattern[at] === text[place] && pattern[at] !== '*')) {
      at += literal ? 2 : 1;
      place += 1;
    } else if (pattern[at] === '*') {
      [star, mark] = [at, place];
      at += 1;
    } else if (star >= 0) {
      [at, mark] = [star + 1, mark + 1];
      place = mark;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
