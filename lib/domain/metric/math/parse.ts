/** What an expression says. Operators are calls of what they are written as. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'list'; readonly of: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly of: readonly Expression[] };

/** Thrown from the depth of an expression to the one place that answers. */
class Malformed extends Error {}

/** Deeper than anybody writes, and far from what a stack holds. */
const DEEPEST = 50;

const TOKEN = /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|"([^"]*)"|'([^']*)'|([A-Za-z_]\w*)|(&&|\|\||==|!=|<=|>=|[-+*/^()[\],<>]))/y;

type Token = { readonly kind: 'number' | 'text' | 'word' | 'sign' | 'end'; readonly text: string };

function tokensOf(words: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = words.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const [, number, double, single, word, sign] = TOKEN.exec(words) ?? [];
    const text = double ?? single;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (text !== undefined) tokens.push({ kind: 'text', text });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else throw new Malformed(`nothing begins with "${words.slice(at, end).trimStart().slice(0, 20)}"`);
  }
  return [...tokens, { kind: 'end', text: 'the end' }];
}

/** Operators that bind looser come first. They are read from left to right. */
const LEVELS: readonly (readonly string[])[] = [
  ['||', 'OR'],
  ['&&', 'AND'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
];
const MEANING: Readonly<Record<string, string>> = { OR: '||', AND: '&&' };

/** @returns what it says, or what is wrong with it, to go behind "Error in expression" */
export function parse(words: string): Expression | { readonly kind: 'malformed'; readonly why: string } {
  try {
    return read(tokensOf(words));
  } catch (error) {
    if (error instanceof Malformed) return { kind: 'malformed', why: error.message };
    throw error;
  }
}

function read(tokens: readonly Token[]): Expression {
  let at = 0;
  let depth = 0;
  const next = (): Token => tokens[at] as Token;
  const isNext = (...signs: readonly string[]): boolean => ['sign', 'word'].includes(next().kind) && signs.includes(next().text);
  const unexpected = (wanted: string) => new Malformed(`${wanted} was expected instead of ${next().text}`);

  function take(sign: string): void {
    if (!isNext(sign)) throw unexpected(sign);
    at++;
  }

  function level(looseness: number): Expression {
    const operators = LEVELS[looseness];
    if (!operators) return signed();
    let left = level(looseness + 1);
    while (isNext(...operators)) {
      const { text } = next();
      at++;
      left = { kind: 'call', name: MEANING[text] ?? text, of: [left, level(looseness + 1)] };
    }
    return left;
  }

  function signed(): Expression {
    if (!isNext('-', '+')) return power();
    const { text } = next();
    at++;
    const of = deeper(signed);
    return text === '-' ? { kind: 'call', name: 'NEGATE', of: [of] } : of;
  }

  /** Binds tighter than a sign before it, and from right to left: -2^2 is -4, 2^3^2 is 512. */
  function power(): Expression {
    const base = single();
    if (!isNext('^')) return base;
    at++;
    return { kind: 'call', name: '^', of: [base, deeper(signed)] };
  }

  function single(): Expression {
    const { kind, text } = next();
    if (kind === 'end' || (kind === 'sign' && text !== '(' && text !== '[')) throw unexpected('a metric, a number or a function');
    at++;
    if (kind === 'number') return { kind, value: Number(text) };
    if (kind === 'text') return { kind, value: text };
    if (text === '(') {
      const within = deeper(() => level(0));
      take(')');
      return within;
    }
    if (text === '[') return { kind: 'list', of: deeper(() => several(']')) };
    if (isNext('(')) {
      at++;
      return { kind: 'call', name: text.toUpperCase(), of: deeper(() => several(')')) };
    }
    // Ids begin with a small letter: what does not is a word of a function's, such as REPEAT.
    return /^[a-z]/.test(text) ? { kind: 'id', id: text } : { kind: 'text', value: text };
  }

  function several(close: string): readonly Expression[] {
    const all: Expression[] = [];
    while (!isNext(close)) {
      if (all.length > 0) take(',');
      all.push(level(0));
    }
    take(close);
    return all;
  }

  function deeper<T>(what: () => T): T {
    if (++depth > DEEPEST) throw new Malformed('it is too deep');
    const found = what();
    depth--;
    return found;
  }

  const whole = level(0);
  if (next().kind !== 'end') throw unexpected('an operator');
  return whole;
}
