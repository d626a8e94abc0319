import { compile, type JSONValue } from 'json-p3';
import type { Json, JsonObject } from '../domain/kernel/json.ts';
import type { PathQuery } from '../ports/path-query.ts';
import { metered } from './metered.ts';

/** Longer ones overflow whoever walks them. */
const MOST_CHARACTERS = 1_000;
/** A few steps of a path can walk a small document a million times: at so many looks into it, it is left at that. */
const MOST_LOOKS = 200_000;

/** JSONPath as RFC 9535 has it. A path without its `$`, as Senlin's users write it, gets one. */
export const jsonPath: PathQuery = {
  compile(path) {
    const query = compiled(path.startsWith('$') ? path : `$.${path}`);
    return query && ((document: JsonObject) => found(document, (seen) => [query.match(seen)?.value])?.[0]);
  },
  all: (path, document) => {
    const query = compiled(path);
    return query && (found(document, (seen) => query.query(seen).values()) as readonly Json[] | undefined);
  },
};

function compiled(path: string): ReturnType<typeof compile> | undefined {
  if (path.length > MOST_CHARACTERS) return undefined;
  try {
    return compile(path);
  } catch {
    return undefined;
  }
}

/** What is found, or undefined when that takes more than anybody may take. */
function found(document: Json, find: (seen: JSONValue) => readonly unknown[]): readonly (Json | undefined)[] | undefined {
  const { seen, plain } = metered(document, MOST_LOOKS);
  try {
    return find(seen as JSONValue).map((one) => plain(one) as Json | undefined);
  } catch {
    return undefined;
  }
}
