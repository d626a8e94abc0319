import { type Fault, permanent } from '../kernel/fault.ts';
import { isJsonObject, type JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import type { SealedFor } from '../outgoing/sealed-for.ts';
import type { Reference } from './reference.ts';

/** Something that specs name and only drivers are told. */
export type Secret = {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly domain: string | null;
  /** No two of a project's have the same. Never changes: references are made of it. */
  readonly name: string;
  readonly description: string;
  /** The value, as text, encrypted with a key of its own that the service's key has sealed. */
  readonly sealed: string;
  /** The names of its members, where the value is an object. */
  readonly keys: readonly string[];
  /** How many values it has had. */
  readonly revision: number;
  readonly createdAt: Instant;
  readonly rotatedAt: Instant;
  readonly updatedAt: Instant | null;
  readonly version: number;
};

/** In bytes; what Secrets Manager takes. */
export const LARGEST_VALUE = 65_536;

/** What a secret's value is sealed for: it opens for no other secret and no other project. */
export const sealedFor = ({ project, id }: Pick<Secret, 'project' | 'id'>): SealedFor => ({ project, object: `secret/${id}` });

/** What is kept of a value that was given as text, or as an object of texts. */
export const contentOf = (value: string | JsonObject): Pick<Secret, 'keys'> & { readonly text: string } =>
  typeof value === 'string' ? { text: value, keys: keysOf(value) } : { text: JSON.stringify(value), keys: Object.keys(value) };

const keysOf = (text: string): readonly string[] => Object.keys(objectIn(text) ?? {});

/** What a reference means of a secret's value: all of it, or one member. No message says anything of the value. */
export function pick(
  { text, key }: Reference,
  value: string,
): { readonly kind: 'ok'; readonly value: string } | { readonly kind: 'fault'; readonly fault: Fault } {
  const picked = key === undefined ? value : memberOf(objectIn(value), key);
  if (picked === undefined) return fault('secret.not-found', `The secret behind '${text}' is no JSON object with such a text in it.`);
  // What no environment, header or file name lets through, and what says so would repeat the value.
  if (picked.includes('\0')) return fault('secret.invalid', `The secret behind '${text}' contains the character NUL.`);
  return { kind: 'ok', value: picked };
}

const fault = (code: string, message: string) => ({ kind: 'fault', fault: permanent(code, message) }) as const;

function memberOf(object: JsonObject | undefined, key: string): string | undefined {
  const member = object && Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof member === 'number' || typeof member === 'boolean' ? String(member) : typeof member === 'string' ? member : undefined;
}

function objectIn(text: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
