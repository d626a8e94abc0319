import type { Json } from '../kernel/json.ts';
import { failing, ok, type Result } from './failure.ts';
import { call, FUNCTIONS } from './intrinsic-functions.ts';
import { type Ground, isPath, type Paths, select } from './path.ts';

/** `States.Format('{} is ill', $.name)`, read. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

/** Deeper nesting is nobody's intention. */
const DEEPEST = 10;
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/;
const WORD = /^(true|false|null)\b/;
const TEXT = /^'((?:[^'\\]|\\.)*)'/s;
const NAME = /^(States\.[A-Za-z]+)\s*\(\s*/;

/** Reads an intrinsic function, or a path. @returns in words what is wrong with it */
export function readExpression(text: string, paths: Paths): Expression | string {
  const read = expression(text.trim(), paths, 0);
  if (typeof read === 'string') return read;
  return read.rest === '' ? read.expression : `'${read.rest.slice(0, 40)}' is left over.`;
}

type Read = { readonly expression: Expression; readonly rest: string };

function expression(text: string, paths: Paths, depth: number): Read | string {
  if (depth > DEEPEST) return 'It is nested too deeply.';
  const found = TEXT.exec(text);
  if (found) return { expression: { kind: 'literal', value: (found[1] ?? '').replace(/\\(.)/g, '$1') }, rest: cut(text, found[0]) };
  const number = NUMBER.exec(text);
  if (number) return { expression: { kind: 'literal', value: Number(number[0]) }, rest: cut(text, number[0]) };
  const word = WORD.exec(text);
  if (word) return { expression: { kind: 'literal', value: JSON.parse(word[0]) }, rest: cut(text, word[0]) };
  if (text.startsWith('$')) {
    const path = pathAt(text);
    return isPath(path, paths) ? { expression: { kind: 'path', path }, rest: cut(text, path) } : `'${path}' is no path.`;
  }
  const name = NAME.exec(text);
  if (!name?.[1]) return `'${text.slice(0, 40)}' is neither a path nor an intrinsic function.`;
  if (!Object.hasOwn(FUNCTIONS, name[1])) return `'${name[1]}' is not supported.`;
  return argumentsOf(name[1], text.slice(name[0].length), paths, depth);
}

function argumentsOf(name: string, text: string, paths: Paths, depth: number): Read | string {
  const args: Expression[] = [];
  let rest = text;
  while (!rest.startsWith(')')) {
    if (args.length > 0) {
      if (!rest.startsWith(',')) return `',' or ')' expected at '${rest.slice(0, 40)}'.`;
      rest = rest.slice(1).trimStart();
    }
    const arg = expression(rest, paths, depth + 1);
    if (typeof arg === 'string') return arg;
    args.push(arg.expression);
    rest = arg.rest;
  }
  return { expression: { kind: 'call', name, args }, rest: rest.slice(1).trimStart() };
}

const cut = (text: string, front: string): string => text.slice(front.length).trimStart();

/** A path goes on to the comma or bracket that is not its own. */
function pathAt(text: string): string {
  let open = 0;
  let quote = '';
  for (const [i, c] of [...text].entries()) {
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === "'" || c === '"') quote = c;
    else if (c === '[' || c === '(') open++;
    else if (open > 0 && (c === ']' || c === ')')) open--;
    else if (open === 0 && (c === ',' || c === ')')) return [...text].slice(0, i).join('').trimEnd();
  }
  return text.trimEnd();
}

/** @param uuid the id that this place of the workflow has at this visit: asked twice, the same */
export function evaluate(expression: Expression, ground: Ground, uuid: (place: string) => string, place: string): Result {
  if (expression.kind === 'literal') return ok(expression.value);
  if (expression.kind === 'path') {
    const value = select(expression.path, ground);
    return value === undefined ? failing('States.ParameterPathFailure', `There is nothing at ${expression.path}.`) : ok(value);
  }
  const args: Json[] = [];
  for (const [i, arg] of expression.args.entries()) {
    const result = evaluate(arg, ground, uuid, `${place}(${i})`);
    if (result.kind === 'failed') return result;
    args.push(result.value);
  }
  const value = call(expression.name, args, () => uuid(place));
  return value === undefined ? failing('States.IntrinsicFailure', `${expression.name} cannot do that with what it was given.`) : ok(value);
}
