import type { Member, Shape } from '../query/shape.ts';

/**
 * Structures by name, each a line of members: `Name`, or `Name=In/out:Type*`.
 *
 * `=In` is what a request calls it, where that is not its name, and `/out` what an answer does, where that is not its name with a small letter first. The type is
 * text unless it is `b` (boolean), `n` (number), `t` (timestamp) or a structure's name; a star makes a list of it, whose elements in an answer are `item`, or
 * what `>` says.
 */
export type Structures = Readonly<Record<string, string>>;

/** Requests and answers call the same members differently. */
export type Way = 'in' | 'out';

const MEMBER = /^(\w+)(?:=(\w+))?(?:\/(\w+))?(?:>(\w+))?(?::(\w*)(\*?))?$/;
const SCALARS: Readonly<Record<string, Shape>> = {
  '': { kind: 'text' },
  b: { kind: 'boolean' },
  n: { kind: 'number' },
  t: { kind: 'timestamp' },
};

/** Reads a line of members as the shape of a structure. Those that it names are read when somebody looks into them. */
export function shapeOf(structures: Structures, line: string, way: Way): Shape {
  let members: readonly Member[] | undefined;
  return {
    kind: 'structure',
    members: () => {
      members ??= line
        .split(/\s+/)
        .filter((one) => one !== '')
        .map((one) => memberOf(structures, one, way));
      return members;
    },
  };
}

function memberOf(structures: Structures, written: string, way: Way): Member {
  const [, name = '', requested, answered, element = 'item', type = '', star] = MEMBER.exec(written) ?? [];
  if (name === '') throw new Error(`no member: ${written}`);
  const wireName = way === 'in' ? (requested ?? name) : (answered ?? `${name.charAt(0).toLowerCase()}${name.slice(1)}`);
  const one = once(() => SCALARS[type] ?? shapeOf(structures, lineOf(structures, type), way));
  return { name, wireName, required: false, shape: star ? () => ({ kind: 'list', element, of: one }) : one };
}

function lineOf(structures: Structures, name: string): string {
  const line = structures[name];
  if (line === undefined) throw new Error(`no structure: ${name}`);
  return line;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
