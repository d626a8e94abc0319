import { type AwsFault, validationError } from '../fault.ts';
import { camel, oneError } from '../query/read-input.ts';
import type { Structure, Value } from '../query/shape.ts';

/** What the model of the SDK does not say of a member: AWS's bounds, each with its own words when it is broken. */
export type Constraint = {
  /** Of a text's length, a number's value, a list's length. */
  readonly min?: number;
  readonly max?: number;
  readonly whole?: true;
  readonly values?: readonly string[];
  readonly pattern?: RegExp;
  /** What holds for each item of a list. */
  readonly items?: Constraint;
  /** What holds for members of a structure. */
  readonly members?: Constraints;
};
export type Constraints = Readonly<Record<string, Constraint>>;

/** Names of groups, configurations, policies and the like. */
export const name: Constraint = { min: 1, max: 255 };
/** What a group or a configuration is given for a name: colons are for ARNs. */
export const given: Constraint = { ...name, pattern: /^[^:]+$/ };
/** Sizes of groups. */
export const size: Constraint = { whole: true };

/** The first constraint that an input breaks, in the words that AWS has for it. */
export function broken(constraints: Constraints, input: Structure, path = ''): AwsFault | undefined {
  for (const [member, constraint] of Object.entries(constraints)) {
    const value = input[member];
    const complaint = value === undefined ? undefined : complaintOf(constraint, value, path === '' ? member : `${path}.${member}`);
    if (complaint !== undefined) return validationError(oneError(complaint));
  }
  return undefined;
}

function complaintOf(constraint: Constraint, value: Value, path: string): string | undefined {
  const { min, max, values, pattern, whole, items, members } = constraint;
  const fails = (must: string) => `Value '${shown(value)}' at '${camel(path)}' failed to satisfy constraint: Member must ${must}`;
  const [measure, what] = typeof value === 'number' ? [value, 'value'] : [lengthOf(value), 'length'];
  if (min !== undefined && measure < min) return fails(`have ${what} greater than or equal to ${min}`);
  if (max !== undefined && measure > max) return fails(`have ${what} less than or equal to ${max}`);
  if (whole && !Number.isInteger(value)) return fails('be a whole number');
  if (values && !values.includes(String(value))) return fails(`satisfy enum value set: [${values.join(', ')}]`);
  if (pattern && !pattern.test(String(value))) return fails(`satisfy regular expression pattern: ${pattern.source}`);
  if (items && Array.isArray(value)) return firstOf(value, (item, place) => complaintOf(items, item, `${path}.${place + 1}.member`));
  if (members && typeof value === 'object' && !Array.isArray(value)) {
    return firstOf(Object.entries(members), ([member, of]) => {
      const inner = (value as Structure)[member];
      return inner === undefined ? undefined : complaintOf(of, inner, `${path}.${member}`);
    });
  }
  return undefined;
}

function firstOf<T>(all: readonly T[], complain: (one: T, place: number) => string | undefined): string | undefined {
  for (const [place, one] of all.entries()) {
    const complaint = complain(one, place);
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}

const lengthOf = (value: Value): number => (typeof value === 'string' || Array.isArray(value) ? value.length : 0);

/** Long values are of no use in a message. */
function shown(value: Value): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.length > 256 ? `${text.slice(0, 256)}…` : text;
}
