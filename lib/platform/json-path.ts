import { compile, type JSONValue } from 'json-p3';
import type { Json, JsonObject } from '../domain/kernel/json.ts';
import type { PathQuery } from '../ports/path-query.ts';

/** JSONPath as RFC 9535 has it. A path without its `$`, as Senlin's users write it, gets one. */
export const jsonPath: PathQuery = {
  compile(path) {
    try {
      const query = compile(path.startsWith('$') ? path : `$.${path}`);
      return (document: JsonObject) => query.match(document as JSONValue)?.value as Json | undefined;
    } catch {
      return undefined;
    }
  },
  all(path, document) {
    try {
      return compile(path)
        .query(document as JSONValue)
        .values() as Json[];
    } catch {
      return undefined;
    }
  },
};
