import { type AwsFault, validationError } from '../fault.ts';
import type { Shape, Structure, Value } from './shape.ts';

/** Parameters as a tree: `Tags.member.1.Key=k` is four levels deep. */
type Branch = { readonly value?: string; readonly branches: Map<string, Branch & { value?: string }> };

/** Deeper than any shape, and no deeper. */
const DEEPEST = 32;

/**
 * Reads an operation's input from the parameters of an AWS Query request. Members that the model does not know are passed over: newer clients send them, and
 * refusing would break their upgrade. Of a repeated parameter the last counts.
 */
export function readInput(shape: Shape, pairs: readonly (readonly [string, string])[]): Structure | AwsFault {
  const root = treeOf(pairs);
  if (!root) return validationError('A parameter is nested too deeply.');
  try {
    return (read(shape, root, '') ?? {}) as Structure;
  } catch (error) {
    if (error instanceof Malformed) return validationError(error.message);
    throw error;
  }
}

/** Thrown from the depth of a structure to the one place that answers. */
class Malformed extends Error {}

function treeOf(pairs: readonly (readonly [string, string])[]): Branch | undefined {
  const root: Branch = { branches: new Map() };
  for (const [name, value] of pairs) {
    const steps = name.split('.');
    if (steps.length > DEEPEST) return undefined;
    let at: Branch & { value?: string } = root;
    for (const step of steps) {
      const next = at.branches.get(step) ?? { branches: new Map() };
      at.branches.set(step, next);
      at = next;
    }
    at.value = value;
  }
  return root;
}

function read(shape: Shape, branch: Branch, path: string): Value | undefined {
  switch (shape.kind) {
    case 'structure':
      return readStructure(shape, branch, path);
    case 'list':
      return readList(shape, branch, path);
    default:
      return branch.value === undefined ? undefined : readScalar(shape.kind, branch.value, path);
  }
}

function readStructure(shape: Extract<Shape, { kind: 'structure' }>, branch: Branch, path: string): Structure {
  const members: [string, Value][] = [];
  for (const { name, wireName, required, shape: of } of shape.members()) {
    const below = branch.branches.get(wireName);
    const value = below && read(of(), below, path === '' ? name : `${path}.${name}`);
    if (value !== undefined) members.push([name, value]);
    else if (required)
      throw new Malformed(
        oneError(`Value null at '${camel(path === '' ? name : `${path}.${name}`)}' failed to satisfy constraint: Member must not be null`),
      );
  }
  return Object.fromEntries(members);
}

/** An explicit empty value is an empty list. Places are sorted as numbers and may have gaps. */
function readList(shape: Extract<Shape, { kind: 'list' }>, branch: Branch, path: string): readonly Value[] {
  if (branch.value === '') return [];
  const items = branch.branches.get(shape.element) ?? branch.branches.get('member') ?? branch;
  return [...items.branches]
    .filter(([place]) => /^\d{1,9}$/.test(place))
    .sort(([a], [b]) => Number(a) - Number(b))
    .flatMap(([place, item]) => read(shape.of(), item, `${path}.${place}`) ?? []);
}

function readScalar(kind: 'text' | 'boolean' | 'number' | 'timestamp', text: string, path: string): Value {
  switch (kind) {
    case 'text':
      return text;
    case 'boolean':
      if (!/^(true|false)$/i.test(text)) throw new Malformed(`'${camel(path)}' is not a boolean: '${clip(text)}'`);
      return text.toLowerCase() === 'true';
    case 'number':
      if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) || !Number.isFinite(Number(text)))
        throw new Malformed(`'${camel(path)}' is not a number: '${clip(text)}'`);
      return Number(text);
    case 'timestamp':
      return readTimestamp(text, path);
  }
}

/** ISO 8601, or seconds since the epoch. */
function readTimestamp(text: string, path: string): number {
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(zoned(text)) : Number.NaN;
  if (Number.isNaN(ms)) throw new Malformed(`'${camel(path)}' is not a timestamp: '${clip(text)}'`);
  return Math.round(ms);
}

/** A time without a zone is UTC. */
const zoned = (text: string): string => (/T[\d:.]+$/.test(text) ? `${text}Z` : text);

const clip = (text: string): string => (text.length > 64 ? `${text.slice(0, 64)}…` : text);

/** Members are named as AWS names them in its messages: with a small letter first. */
export const camel = (path: string): string =>
  path.replace(/(^|\.)([A-Z])/g, (_, dot: string, letter: string) => `${dot}${letter.toLowerCase()}`);

export const oneError = (what: string): string => `1 validation error detected: ${what}`;
