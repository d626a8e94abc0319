import type { Json, JsonObject } from '../domain/kernel/json.ts';

/** JSONPath over a document. */
export interface PathQuery {
  /** @returns what finds the first match in a document, or undefined when the path cannot be read */
  compile(path: string): ((document: JsonObject) => Json | undefined) | undefined;

  /** Everything a path finds, in order; undefined when the path cannot be read. */
  all(path: string, document: Json): readonly Json[] | undefined;
}
