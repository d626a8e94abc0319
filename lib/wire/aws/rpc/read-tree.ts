import { type AwsFault, awsFault, validationError } from '../fault.ts';
import { camel, oneError } from '../query/read-input.ts';
import type { Shape, Structure, Value } from '../query/shape.ts';

/** Thrown from the depth of a structure to the one place that answers. */
class Malformed extends Error {
  constructor(readonly fault: AwsFault) {
    super(fault.message);
  }
}
const malformed = (message: string): Malformed => new Malformed(validationError(oneError(message)));

/**
 * Reads an operation's input from a tree of plain values, whichever format they came in. What the model does not know is passed over, and null is absent.
 *
 * @param timeOf milliseconds of whatever the format has for a timestamp; undefined where it is none
 */
export function readTree(shape: Shape, tree: unknown, timeOf: (value: unknown) => number | undefined): Structure | AwsFault {
  try {
    return (read(shape, tree ?? {}, '', timeOf) ?? {}) as Structure;
  } catch (error) {
    if (error instanceof Malformed) return error.fault;
    throw error;
  }
}

type Times = (value: unknown) => number | undefined;

function read(shape: Shape, value: unknown, path: string, timeOf: Times): Value | undefined {
  if (value === null || value === undefined) return undefined;
  const wrong = (what: string) => malformed(`Value at '${camel(path)}' is not ${what}`);
  switch (shape.kind) {
    case 'structure':
      if (typeof value !== 'object' || Array.isArray(value)) throw wrong('a structure');
      return readStructure(shape, value as Readonly<Record<string, unknown>>, path, timeOf);
    case 'list':
      if (!Array.isArray(value)) throw wrong('a list');
      return value.flatMap((item, place) => read(shape.of(), item, `${path}.${place + 1}`, timeOf) ?? []);
    case 'text':
      if (typeof value !== 'string') throw wrong('a text');
      return value;
    case 'boolean':
      if (typeof value !== 'boolean') throw wrong('a boolean');
      return value;
    case 'number': {
      const figure = typeof value === 'bigint' || NO_FIGURES.has(value) ? Number(value) : value;
      if (typeof figure !== 'number') throw wrong('a number');
      if (!Number.isFinite(figure))
        throw new Malformed(awsFault('InvalidParameterValue', `The value ${figure} for parameter ${membersOf(path)} is invalid.`));
      return figure;
    }
    case 'timestamp': {
      const at = timeOf(value);
      if (at === undefined || !Number.isFinite(at)) throw wrong('a timestamp');
      return Math.round(at);
    }
  }
}

/** What JSON, which has no such numbers, has for them. CloudWatch has words of its own about them. */
const NO_FIGURES: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity']);

/** As forms have it: `MetricData.member.1.Value`. */
const membersOf = (path: string): string => path.replace(/\.(\d+)/g, '.member.$1');

function readStructure(
  shape: Extract<Shape, { kind: 'structure' }>,
  value: Readonly<Record<string, unknown>>,
  path: string,
  timeOf: Times,
): Structure {
  const members: [string, Value][] = [];
  for (const { name, required, shape: of } of shape.members()) {
    const below = path === '' ? name : `${path}.${name}`;
    const found = Object.hasOwn(value, name) ? read(of(), value[name], below, timeOf) : undefined;
    if (found !== undefined) members.push([name, found]);
    else if (required) throw malformed(`Value null at '${camel(below)}' failed to satisfy constraint: Member must not be null`);
  }
  return Object.fromEntries(members);
}

/** An output as a tree of plain values. @param timeFor what the format has for a timestamp, in seconds */
export function writeTree(shape: Shape, value: Value, timeFor: (seconds: number) => unknown): unknown {
  switch (shape.kind) {
    case 'structure':
      return Object.fromEntries(
        shape.members().flatMap(({ name, shape: of }) => {
          const member = (value as Structure)[name];
          return member === undefined ? [] : [[name, writeTree(of(), member, timeFor)]];
        }),
      );
    case 'list':
      return (value as readonly Value[]).map((item) => writeTree(shape.of(), item, timeFor));
    case 'timestamp':
      return timeFor(Number(value) / 1000);
    default:
      return value;
  }
}
