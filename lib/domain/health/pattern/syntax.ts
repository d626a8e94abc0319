/** What a pattern is made of. */
export type Tree =
  | { readonly kind: 'character'; readonly matches: (code: number) => boolean }
  | { readonly kind: 'edge'; readonly edge: 'start' | 'end' | 'boundary' | 'inside' }
  | { readonly kind: 'sequence'; readonly parts: readonly Tree[] }
  | { readonly kind: 'choice'; readonly options: readonly Tree[] }
  /** `most` is null where there is no end to it. */
  | { readonly kind: 'repeat'; readonly part: Tree; readonly least: number; readonly most: number | null };

export type Parsed = { readonly kind: 'ok'; readonly tree: Tree } | { readonly kind: 'unreadable'; readonly why: string };

const LONGEST = 500;
const MOST_REPEATS = 1_000;
const DEEPEST = 50;

type Test = (code: number) => boolean;
const between =
  (low: number, high: number): Test =>
  (code) =>
    code >= low && code <= high;
const either =
  (...tests: readonly Test[]): Test =>
  (code) =>
    tests.some((test) => test(code));
const not =
  (test: Test): Test =>
  (code) =>
    !test(code);
const codeOf = (text: string): number => text.codePointAt(0) ?? 0;

const digit = between(48, 57);
export const isWord: Test = either(digit, between(65, 90), between(97, 122), (code) => code === 95);
const space: Test = (code) => code === 32 || (code >= 9 && code <= 13);
const CLASSES: Readonly<Record<string, Test>> = { d: digit, D: not(digit), w: isWord, W: not(isWord), s: space, S: not(space) };
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, '0': 0 };

class Unreadable extends Error {}

/** Reads a regular expression of those kinds whose matching takes time in proportion to the text: no looking around, no referring back. */
export function parsePattern(text: string): Parsed {
  if (text.length > LONGEST) return { kind: 'unreadable', why: `it is longer than ${LONGEST} characters` };
  try {
    return { kind: 'ok', tree: new Reader(Array.from(text)).all() };
  } catch (error) {
    if (error instanceof Unreadable) return { kind: 'unreadable', why: error.message };
    throw error;
  }
}

class Reader {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: readonly string[]) {}

  all(): Tree {
    const tree = this.choice();
    if (this.at < this.text.length) throw new Unreadable('a parenthesis closes that never opened');
    return tree;
  }

  private choice(): Tree {
    if (++this.depth > DEEPEST) throw new Unreadable(`its groups are more than ${DEEPEST} deep`);
    const options = [this.sequence()];
    while (this.takes('|')) options.push(this.sequence());
    this.depth--;
    return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options };
  }

  private sequence(): Tree {
    const parts: Tree[] = [];
    for (let next = this.next; next !== undefined && next !== '|' && next !== ')'; next = this.next) parts.push(this.repeated());
    return { kind: 'sequence', parts };
  }

  private repeated(): Tree {
    let part = this.atom();
    for (let bounds = this.bounds(); bounds; bounds = this.bounds()) {
      // Whether it takes much or little is all the same: only whether it matches is asked.
      this.takes('?');
      part = { kind: 'repeat', part, ...bounds };
    }
    return part;
  }

  private bounds(): { readonly least: number; readonly most: number | null } | undefined {
    if (this.takes('*')) return { least: 0, most: null };
    if (this.takes('+')) return { least: 1, most: null };
    if (this.takes('?')) return { least: 0, most: 1 };
    const [whole, low, comma, high] = /^\{(\d{1,4})(,?)(\d{0,4})\}/.exec(this.text.slice(this.at, this.at + 12).join('')) ?? [];
    if (whole === undefined) return undefined;
    this.at += whole.length;
    const least = Number(low);
    const most = comma === '' ? least : high === '' ? null : Number(high);
    if (most !== null && most < least) throw new Unreadable('it repeats something fewer times at most than at least');
    if (Math.max(least, most ?? 0) > MOST_REPEATS) throw new Unreadable(`it repeats something more than ${MOST_REPEATS} times`);
    return { least, most };
  }

  private atom(): Tree {
    const character = this.take();
    switch (character) {
      case '(':
        return this.group();
      case '[':
        return { kind: 'character', matches: this.set() };
      case '.':
        return { kind: 'character', matches: (code) => code !== 10 };
      case '^':
        return { kind: 'edge', edge: 'start' };
      case '$':
        return { kind: 'edge', edge: 'end' };
      case '\\':
        return this.escape();
      case '*':
      case '+':
      case '?':
        throw new Unreadable('there is nothing to repeat');
    }
    const code = codeOf(character);
    return { kind: 'character', matches: (other) => other === code };
  }

  private group(): Tree {
    if (this.takes('?') && !this.takes(':')) throw new Unreadable('groups that begin with (? are not supported, save (?:');
    const inside = this.choice();
    if (!this.takes(')')) throw new Unreadable('a parenthesis never closes');
    return inside;
  }

  private escape(): Tree {
    const character = this.take();
    if (character === 'b' || character === 'B') return { kind: 'edge', edge: character === 'b' ? 'boundary' : 'inside' };
    if (character === 'A' || character === 'Z') return { kind: 'edge', edge: character === 'A' ? 'start' : 'end' };
    return { kind: 'character', matches: this.escaped(character) };
  }

  private escaped(character: string): Test {
    const known = CLASSES[character];
    if (known) return known;
    const control = CONTROLS[character];
    if (control === undefined && /[A-Za-z0-9]/.test(character)) throw new Unreadable(`\\${character} is not supported`);
    const code = control ?? codeOf(character);
    return (other) => other === code;
  }

  private set(): Test {
    const negated = this.takes('^');
    const tests: Test[] = [];
    for (let first = true; first || this.next !== ']'; first = false) {
      const from = this.take();
      const low = from === '\\' ? this.take() : from;
      const ranges = this.next === '-' && this.text[this.at + 1] !== ']' && this.text[this.at + 1] !== undefined;
      if (!ranges || (from === '\\' && CLASSES[low])) {
        tests.push(from === '\\' ? this.escaped(low) : between(codeOf(low), codeOf(low)));
        continue;
      }
      this.at++;
      const to = this.take();
      const high = to === '\\' ? this.take() : to;
      if (codeOf(high) < codeOf(low)) throw new Unreadable(`the range ${low}-${high} is empty`);
      tests.push(between(codeOf(low), codeOf(high)));
    }
    this.at++;
    return negated ? not(either(...tests)) : either(...tests);
  }

  private get next(): string | undefined {
    return this.text[this.at];
  }

  private takes(character: string): boolean {
    if (this.next !== character) return false;
    this.at++;
    return true;
  }

  private take(): string {
    const character = this.next;
    if (character === undefined) throw new Unreadable('it ends in the middle of something');
    this.at++;
    return character;
  }
}
