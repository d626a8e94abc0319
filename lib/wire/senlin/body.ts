import { type Fault, permanent } from '../../domain/kernel/fault.ts';
import { isJsonObject, type JsonObject } from '../../domain/kernel/json.ts';
import type { HttpRequest } from '../http.ts';
import { jsonFault } from './json-fault.ts';
import { lossIn } from './json-losses.ts';
import { type Malformed, malformed } from './reply.ts';

export const MOST_BYTES = 256 * 1024;
/** Deeper than any spec, shallow enough for everything that recurses. */
const DEEPEST = 32;
/** In one object or array: a cluster has a thousand nodes at most. */
const MOST_MEMBERS = 1_000;
/** In UTF-8: what a cloud takes as user data. */
const LONGEST_TEXT = 64 * 1024;

export type Body =
  | { readonly kind: 'json'; readonly value: JsonObject }
  /** None that Senlin would see: not called JSON, or not beginning with a brace. */
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly fault: Fault }
  | Malformed;

export function parseBody({ body, headers }: Pick<HttpRequest, 'body' | 'headers'>): Body {
  if (!body.startsWith('{') || !isJson(headers['content-type'])) return { kind: 'none' };

  const bytes = Buffer.byteLength(body);
  if (bytes > MOST_BYTES) {
    const excess = `JSON body size (${bytes} bytes) exceeds maximum allowed size (${MOST_BYTES} bytes).`;
    return { kind: 'refused', fault: permanent('request.too-large', `Request limit exceeded: ${excess}`) };
  }

  const value = parsed(body);
  if (!isJsonObject(value)) return malformed(jsonFault(body));
  const trouble = unusable(value, 1) ?? lossIn(body);
  return trouble === undefined ? { kind: 'json', value } : malformed(trouble);
}

/** Senlin takes a body without a type, and one that says it is plain text, for JSON too. */
function isJson(contentType = ''): boolean {
  const [type = ''] = contentType.split(';', 1);
  return type === '' || type.trim() === 'application/json' || type.trim() === 'JSON' || type.startsWith('text/plain');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Half a character: JSON can say it, but no text that is stored or sent can hold it. */
const UNPAIRED = /\p{Surrogate}/u;

/** Why no later code may see this, or undefined. `1e999` is JSON, and more than a number can hold. */
function unusable(value: unknown, depth: number): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'Out of range float values are not JSON compliant';
  if (typeof value === 'string') return unusableText(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > DEEPEST) return `The body is nested too deeply: at most ${DEEPEST} levels are allowed`;
  const members = Object.entries(value);
  if (members.length > MOST_MEMBERS)
    return `The body has ${members.length} members in one object or array: at most ${MOST_MEMBERS} are allowed`;
  for (const [key, inner] of members) {
    const trouble = unusable(key, depth) ?? unusable(inner, depth + 1);
    if (trouble !== undefined) return trouble;
  }
  return undefined;
}

function unusableText(value: string): string | undefined {
  if (UNPAIRED.test(value)) return 'The body contains an unpaired surrogate';
  return value.length > LONGEST_TEXT || Buffer.byteLength(value) > LONGEST_TEXT
    ? `The body has a text of more than ${LONGEST_TEXT} bytes, which is the most that is allowed`
    : undefined;
}
