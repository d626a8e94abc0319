import { mix } from '../../../domain/kernel/ids.ts';
import { type AwsFault, awsFault } from '../fault.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';

/** A list operation's pages: how long one is when nobody says, and at most. */
export type Paging = { readonly usual: number; readonly most: number };

export type Paged<T> = { readonly items: readonly T[]; readonly next: string | undefined };

/**
 * One page of a list. A token is where the next one begins, and what list it is of: of another list, another caller or another question it is refused. Whoever
 * makes one up moves about in what they may see anyway.
 *
 * @param keyOf names an item for good: what comes and goes between two pages moves nothing else
 */
export function page<T>(
  call: AwsCall,
  operation: string,
  input: Structure,
  all: readonly T[],
  keyOf: (item: T) => string,
  { usual, most }: Paging,
): Paged<T> | AwsFault {
  const { MaxRecords: asked = usual, NextToken: token, ...question } = input;
  const mark = markOf(call, operation, question);
  const limit = Number(asked);
  if (!Number.isInteger(limit) || limit < 1 || limit > most) {
    return awsFault(
      'ValidationError',
      `1 validation error detected: Value '${String(asked)}' at 'maxRecords' failed to satisfy constraint: Member must have value ${limit > most ? `less than or equal to ${most}` : 'greater than or equal to 1'}`,
    );
  }
  const after = token === undefined ? undefined : readToken(String(token), mark);
  if (token !== undefined && after === undefined) return awsFault('InvalidNextToken', `The token '${String(token)}' is invalid.`);
  const start = after === undefined ? 0 : startAfter(all.map(keyOf), after);
  const items = all.slice(start, start + limit);
  const last = items.at(-1);
  const more = start + limit < all.length && last !== undefined;
  return { items, next: more ? writeToken(mark, keyOf(last), start + limit) : undefined };
}

type Place = { readonly key: string; readonly place: number };

/** Behind the item that was last; where that is gone, at the place that it had. */
function startAfter(keys: readonly string[], { key, place }: Place): number {
  const found = keys.indexOf(key);
  return found < 0 ? Math.min(place - 1, keys.length) : found + 1;
}

const markOf = ({ caller, region }: AwsCall, operation: string, question: object): string =>
  mix(JSON.stringify([caller.projectId, region, operation, question]), 0x27d4eb2f).toString(36);

const writeToken = (mark: string, key: string, place: number): string =>
  Buffer.from(JSON.stringify([1, mark, key, place])).toString('base64url');

function readToken(token: string, mark: string): Place | undefined {
  try {
    const [version, its, key, place] = JSON.parse(Buffer.from(token, 'base64url').toString()) as unknown[];
    return version === 1 && its === mark && typeof key === 'string' && Number.isInteger(place) ? { key, place: Number(place) } : undefined;
  } catch {
    return undefined;
  }
}
