const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const COLON = 58;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const NUMBER = /-?\d+([.eE]?)/y;

/**
 * Says what a reader of JSON would lose without a word, in a text that is known to be JSON: a name given twice, of which the last counts here and the first
 * elsewhere; a whole number that is rounded; and the one name that some code takes for an object's ancestor.
 *
 * One pass, on a stack of its own.
 *
 * @returns the first such thing, or undefined
 */
export function lossIn(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let names: Set<string> | undefined;
  let expectsName = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOf(text, at);
      if (expectsName && names) {
        const name = nameIn(text, at, end);
        if (name === '__proto__') return "The name '__proto__' is not allowed";
        if (names.has(name)) return `The name '${clip(name)}' is given twice in the same object`;
        names.add(name);
        expectsName = false;
      }
      at = end;
    } else if (code === COMMA) expectsName = names !== undefined;
    else if (code === COLON) expectsName = false;
    else if (isDigit(code) || code === 45) {
      NUMBER.lastIndex = at;
      const [digits = '', fraction = ''] = NUMBER.exec(text) ?? [];
      if (fraction === '' && digits.length > 15 && !Number.isSafeInteger(Number(digits)))
        return `The number ${clip(digits)} is larger than can be kept exactly: send it as a text`;
      // What follows a dot or an exponent are digits too, and no whole number of their own.
      at += digits.length - 1;
      if (fraction !== '') while (/[-+\d.eE]/.test(text[at + 1] ?? '')) at++;
    } else if (code === 123 || code === 91) {
      open.push(names);
      names = code === 123 ? new Set() : undefined;
      expectsName = code === 123;
    } else if (code === 125 || code === 93) {
      names = open.pop();
      expectsName = false;
    }
  }
  return undefined;
}

/** Where the string ends that begins here. */
function endOf(text: string, start: number): number {
  let at = start + 1;
  while (text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

/** The same name may be written in many ways. */
function nameIn(text: string, start: number, end: number): string {
  const name = text.slice(start + 1, end);
  return name.includes('\\') ? String(JSON.parse(`"${name}"`)) : name;
}

const clip = (text: string): string => (text.length > 64 ? `${text.slice(0, 64)}…` : text);
