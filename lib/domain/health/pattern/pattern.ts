import { isWord, parsePattern, type Tree } from './syntax.ts';

/** A pattern that can be looked for in any text, in time in proportion to the text and to the pattern. */
export type Pattern = { readonly isIn: (text: string) => boolean };

/** Beyond this a pattern is refused: with eight thousand characters to go through, matching stays around a second. */
const MOST_STATES = 500;

type Step =
  | { readonly kind: 'character'; readonly matches: (code: number) => boolean }
  | { readonly kind: 'edge'; readonly edge: 'start' | 'end' | 'boundary' | 'inside' }
  /** Goes on in both places. */
  | { readonly kind: 'fork'; readonly to: readonly number[] }
  | { readonly kind: 'found' };

/** A regular expression to look for anywhere in a text; why not, when it cannot be read or is too large. */
export function compilePattern(
  text: string,
): { readonly kind: 'ok'; readonly pattern: Pattern } | { readonly kind: 'unreadable'; readonly why: string } {
  const parsed = parsePattern(text);
  if (parsed.kind === 'unreadable') return parsed;
  if (sizeOf(parsed.tree) > MOST_STATES) return { kind: 'unreadable', why: 'it is too large once its repetitions are written out' };
  const steps: Step[] = [];
  compile(parsed.tree, steps);
  steps.push({ kind: 'found' });
  return {
    kind: 'ok',
    pattern: {
      isIn: (body) =>
        search(
          steps,
          Array.from(body, (character) => Number(character.codePointAt(0))),
        ),
    },
  };
}

/** How many steps it comes to. */
function sizeOf(tree: Tree): number {
  switch (tree.kind) {
    case 'character':
    case 'edge':
      return 1;
    case 'sequence':
      return tree.parts.reduce((sum, part) => sum + sizeOf(part), 0);
    case 'choice':
      return tree.options.reduce((sum, option) => sum + sizeOf(option) + 1, 1);
    case 'repeat': {
      const { part, least, most } = tree;
      return most === null ? sizeOf(part) * (least + 1) + 2 : sizeOf(part) * most + most - least;
    }
  }
}

function compile(tree: Tree, steps: Step[]): void {
  switch (tree.kind) {
    case 'character':
    case 'edge':
      steps.push(tree);
      return;
    case 'sequence':
      for (const part of tree.parts) compile(part, steps);
      return;
    case 'choice':
      compileChoice(tree.options, steps);
      return;
    case 'repeat':
      compileRepeat(tree, steps);
  }
}

function compileChoice(options: readonly Tree[], steps: Step[]): void {
  const fork = steps.push({ kind: 'found' }) - 1;
  const starts: number[] = [];
  const ends: number[] = [];
  for (const option of options) {
    starts.push(steps.length);
    compile(option, steps);
    ends.push(steps.push({ kind: 'found' }) - 1);
  }
  steps[fork] = { kind: 'fork', to: starts };
  for (const end of ends) steps[end] = { kind: 'fork', to: [steps.length] };
}

function compileRepeat({ part, least, most }: Extract<Tree, { kind: 'repeat' }>, steps: Step[]): void {
  for (let i = 0; i < least; i++) compile(part, steps);
  if (most === null) {
    const fork = steps.push({ kind: 'found' }) - 1;
    compile(part, steps);
    steps.push({ kind: 'fork', to: [fork] });
    steps[fork] = { kind: 'fork', to: [fork + 1, steps.length] };
    return;
  }
  const forks: number[] = [];
  for (let i = least; i < most; i++) {
    forks.push(steps.push({ kind: 'found' }) - 1);
    compile(part, steps);
  }
  for (const fork of forks) steps[fork] = { kind: 'fork', to: [fork + 1, steps.length] };
}

/** Goes through the text once, wherever it may be in the pattern at the same time. */
function search(steps: readonly Step[], codes: readonly number[]): boolean {
  let places: readonly number[] = [];
  for (let at = 0; ; at++) {
    const reached = spread(steps, [...places, 0], codes, at);
    if (reached === 'found') return true;
    const code = codes[at];
    if (code === undefined) return false;
    places = reached.filter((place) => {
      const step = steps[place];
      return step?.kind === 'character' && step.matches(code);
    });
    places = places.map((place) => place + 1);
  }
}

/** Everywhere that can be got to without another character. */
function spread(steps: readonly Step[], from: readonly number[], codes: readonly number[], at: number): readonly number[] | 'found' {
  const seen = new Set<number>();
  const open = [...from];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (seen.has(place)) continue;
    seen.add(place);
    const step = steps[place];
    if (step?.kind === 'found') return 'found';
    if (step?.kind === 'fork') open.push(...step.to);
    if (step?.kind === 'edge' && holds(step.edge, codes, at)) open.push(place + 1);
  }
  return [...seen];
}

function holds(edge: Extract<Step, { kind: 'edge' }>['edge'], codes: readonly number[], at: number): boolean {
  const [before, here] = [codes[at - 1], codes[at]];
  switch (edge) {
    case 'start':
      return at === 0;
    case 'end':
      return at === codes.length || (at === codes.length - 1 && here === 10);
    default: {
      const isBoundary = (before !== undefined && isWord(before)) !== (here !== undefined && isWord(here));
      return isBoundary === (edge === 'boundary');
    }
  }
}
