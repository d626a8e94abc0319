import type { Json } from '../kernel/json.ts';
import { comparisonsIn, type Test } from './choice-schema.ts';
import { failing, ok, type Result } from './failure.ts';
import { type Ground, select } from './path.ts';

/** Whether a Choice's test holds. Comparing what is not there is an error of the workflow; values of another kind are merely not equal. */
export function holds(test: Test, ground: Ground): Result<boolean> {
  if (test.Not) {
    const inner = holds(test.Not, ground);
    return inner.kind === 'ok' ? ok(!inner.value) : inner;
  }
  if (test.And || test.Or) {
    for (const part of test.And ?? test.Or ?? []) {
      const inner = holds(part, ground);
      if (inner.kind === 'failed' || inner.value === (test.Or !== undefined)) return inner;
    }
    return ok(test.Or === undefined);
  }
  const [name = ''] = comparisonsIn(test);
  const value = select(test.Variable ?? '$', ground);
  if (name === 'IsPresent') return ok((value !== undefined) === test[name]);
  if (value === undefined) return failing('States.Runtime', `There is nothing at ${test.Variable} to compare.`);
  const other = name.endsWith('Path') ? select(String(test[name]), ground) : (test[name] as Json);
  if (other === undefined) return failing('States.Runtime', `There is nothing at ${String(test[name])} to compare with.`);
  return ok(compare(name.replace(/Path$/, ''), value, other));
}

function compare(name: string, value: Json, other: Json): boolean {
  switch (name) {
    case 'IsNull':
      return (value === null) === other;
    case 'IsNumeric':
      return (typeof value === 'number') === other;
    case 'IsString':
      return (typeof value === 'string') === other;
    case 'IsBoolean':
      return (typeof value === 'boolean') === other;
    case 'IsTimestamp':
      return (momentOf(value) !== undefined) === other;
    case 'BooleanEquals':
      return typeof value === 'boolean' && value === other;
    case 'StringMatches':
      return typeof value === 'string' && typeof other === 'string' && matches(value, other);
  }
  const [, kind = '', relation = ''] = /^(String|Numeric|Timestamp)(.*)$/.exec(name) ?? [];
  if (kind === 'String')
    return typeof value === 'string' && typeof other === 'string' && stands(value < other ? -1 : Number(value > other), relation);
  const [a, b] = kind === 'Numeric' ? [numberOf(value), numberOf(other)] : [momentOf(value), momentOf(other)];
  return a === undefined || b === undefined ? false : stands(a - b, relation);
}

const numberOf = (value: Json): number | undefined => (typeof value === 'number' ? value : undefined);

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds of a timestamp as RFC 3339 and the States Language write it; undefined when it is none. */
export function momentOf(value: Json | undefined): number | undefined {
  const at = typeof value === 'string' && TIMESTAMP.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

function stands(difference: number, relation: string): boolean {
  if (difference === 0) return relation.endsWith('Equals');
  return relation.startsWith(difference < 0 ? 'LessThan' : 'GreaterThan');
}

/** `*` is any text, `\*` a star. Walked without a regular expression: whoever wrote the pattern cannot make it take for ever. */
function matches(text: string, pattern: string): boolean {
  const parts: string[] = [''];
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] === '*') parts.push('');
    else {
      if (pattern[i] === '\\' && i + 1 < pattern.length) i++;
      parts.push(`${parts.pop() ?? ''}${pattern[i] ?? ''}`);
    }
  }
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  return from <= text.length - last.length;
}
