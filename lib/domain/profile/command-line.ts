/** A command split into its words, or why it cannot be. */
export type Words = { readonly kind: 'ok'; readonly words: readonly string[] } | { readonly kind: 'fault'; readonly message: string };

/** Inside double quotes a backslash keeps only these from meaning something; before anything else it is itself. */
const ESCAPABLE = new Set(['$', '`', '"', '\\']);

/**
 * Splits a command as a POSIX shell splits it, and does nothing else that a shell does: no variable, pattern, substitution,
 * redirection, comment or operator means anything. What is written is what the program gets.
 */
export function splitCommand(text: string): Words {
  const words: string[] = [];
  /** Undefined between words; empty after `""`, which is a word. */
  let word: string | undefined;

  for (let i = 0; i < text.length; i++) {
    const unit = text.charAt(i);
    if (unit === ' ' || unit === '\t' || unit === '\n') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (unit === '\\') {
      i += 1;
      if (i === text.length) return { kind: 'fault', message: 'The command ends in a backslash' };
      // A line may be continued on the next: the pair is nothing, not even the end of a word.
      if (text.charAt(i) !== '\n') word = (word ?? '') + text.charAt(i);
    } else if (unit === "'" || unit === '"') {
      const quoted = unit === "'" ? readSingle(text, i + 1) : readDouble(text, i + 1);
      if (!quoted) return { kind: 'fault', message: `The command has no closing quotation mark (${unit})` };
      word = (word ?? '') + quoted.text;
      i = quoted.end;
    } else {
      word = (word ?? '') + unit;
    }
  }
  return { kind: 'ok', words: word === undefined ? words : [...words, word] };
}

/** `end` is where the closing mark stands. */
type Quoted = { readonly text: string; readonly end: number };

function readSingle(text: string, start: number): Quoted | undefined {
  const end = text.indexOf("'", start);
  return end < 0 ? undefined : { text: text.slice(start, end), end };
}

function readDouble(text: string, start: number): Quoted | undefined {
  let read = '';
  for (let i = start; i < text.length; i++) {
    const unit = text.charAt(i);
    if (unit === '"') return { text: read, end: i };
    const next = text.charAt(i + 1);
    if (unit === '\\' && (ESCAPABLE.has(next) || next === '\n')) {
      if (next !== '\n') read += next;
      i += 1;
    } else {
      read += unit;
    }
  }
  return undefined;
}
