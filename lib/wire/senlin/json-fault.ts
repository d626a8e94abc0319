/**
 * Says of a text that is no JSON what Python's decoder says of it, since that is what Senlin's clients were shown:
 * `Expecting ',' delimiter: line 1 column 8 (char 7)`. Slow and only for texts that were refused already.
 */
export function jsonFault(text: string): string {
  const fault = new Reader(text).read();
  // Python counts characters, we count halves of some of them.
  const lines = text
    .slice(0, fault.at)
    .split('\n')
    .map((line) => [...line].length);
  const column = (lines.at(-1) ?? 0) + 1;
  const char = lines.reduce((sum, length) => sum + length + 1, -1);
  return `${fault.message}: line ${lines.length} column ${column} (char ${char})`;
}

type Found = { readonly message: string; readonly at: number };

const SPACE = /[ \t\n\r]*/y;
/** Without NaN and the infinities, which Python lets pass: they are not JSON and we do not. */
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)/y;
const NAME = 'Expecting property name enclosed in double quotes';

/** Keeps its place on a stack of its own: a text of nothing but brackets must not exhaust ours. */
class Reader {
  readonly #text: string;
  readonly #open: ('{' | '[')[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Found {
    for (;;) {
      const fault = this.#value();
      if (fault) return fault;
      const end = this.#afterValue();
      if (end) return end;
    }
  }

  #skip(): string {
    this.#match(SPACE);
    return this.#text[this.#at] ?? '';
  }

  #match(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const found = pattern.test(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  /** Reads one value, or the beginning of one that has others inside. */
  #value(): Found | undefined {
    for (;;) {
      const next = this.#skip();
      if (next === '"') return this.#string();
      if (next !== '{' && next !== '[') return this.#match(SCALAR) ? undefined : this.#fault('Expecting value');

      this.#at += 1;
      if (this.#skip() === (next === '{' ? '}' : ']')) {
        this.#at += 1;
        return undefined;
      }
      this.#open.push(next);
      const fault = next === '{' ? this.#name() : undefined;
      if (fault) return fault;
    }
  }

  /** Reads up to where the next value begins, closing what ends here. */
  #afterValue(): Found | undefined {
    for (;;) {
      const next = this.#skip();
      const open = this.#open.at(-1);
      if (open === undefined) return this.#fault('Extra data');
      if (next === ',') {
        this.#at += 1;
        return open === '{' ? this.#name() : undefined;
      }
      if (next !== (open === '{' ? '}' : ']')) return this.#fault("Expecting ',' delimiter");
      this.#at += 1;
      this.#open.pop();
    }
  }

  #name(): Found | undefined {
    if (this.#skip() !== '"') return this.#fault(NAME);
    const fault = this.#string();
    if (fault) return fault;
    if (this.#skip() !== ':') return this.#fault("Expecting ':' delimiter");
    this.#at += 1;
    return undefined;
  }

  #string(): Found | undefined {
    const start = this.#at;
    for (let i = start + 1; i < this.#text.length; i++) {
      const char = this.#text[i] ?? '';
      if (char === '"') {
        this.#at = i + 1;
        return undefined;
      }
      if (char < ' ') return { message: 'Invalid control character at', at: i };
      if (char !== '\\') continue;
      const escaped = this.#text[i + 1] ?? '';
      if (escaped === '') break;
      // Python wants one character more than it reads.
      if (escaped === 'u' && !/^[0-9a-fA-F]{4}./s.test(this.#text.slice(i + 2, i + 7))) {
        return { message: 'Invalid \\uXXXX escape', at: i + 1 };
      }
      if (!'"\\/bfnrtu'.includes(escaped)) return { message: 'Invalid \\escape', at: i };
      i += 1;
    }
    return { message: 'Unterminated string starting at', at: start };
  }

  #fault(message: string): Found {
    return { message, at: this.#at };
  }
}
