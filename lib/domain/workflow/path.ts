import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';

/**
 * What a JSONPath finds in a document, in order; undefined when the path cannot be read. Handed in: a full evaluator is no business of
 * the core's. Only asked for paths that may find several values; the others are walked here.
 */
export type Paths = (path: string, document: Json) => readonly Json[] | undefined;

/** What paths are evaluated on: `$` the data, `$$` the context object. */
export type Ground = { readonly data: Json; readonly context: JsonObject; readonly paths: Paths };

type Step = string | number;
const STEP = /^(?:\.([\p{L}_][\p{L}\p{N}_-]*)|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[(\d{1,9})\])/u;

/** The steps of a Reference Path, which finds one place and no other; undefined when it is none. */
export function stepsOf(path: string): readonly Step[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: Step[] = [];
  for (let rest = path.slice(1); rest !== ''; ) {
    const found = STEP.exec(rest);
    if (!found) return undefined;
    const [all, plain, single, double, index] = found;
    steps.push(index === undefined ? (plain ?? (single ?? double ?? '').replace(/\\(.)/g, '$1')) : Number(index));
    rest = rest.slice(all.length);
  }
  return steps;
}

/** Whether this can be evaluated at all. @param paths judges what is more than a Reference Path */
export const isPath = (path: string, paths: Paths): boolean => {
  const local = path.startsWith('$$') ? path.slice(1) : path;
  return local.startsWith('$') && (stepsOf(local) !== undefined || paths(local, {}) !== undefined);
};

/** What a path finds: one value, or for a path that may find many the list of them; undefined when there is no such place. */
export function select(path: string, { data, context, paths }: Ground): Json | undefined {
  const local = path.startsWith('$$') ? path.slice(1) : path;
  const document = path.startsWith('$$') ? context : data;
  const steps = stepsOf(local);
  if (!steps) return paths(local, document);
  let here: Json | undefined = document;
  for (const step of steps) here = below(here, step);
  return here;
}

function below(value: Json | undefined, step: Step): Json | undefined {
  if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined;
  return isJsonObject(value) && typeof step === 'string' && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** The document with a value put at a Reference Path; objects that are missing on the way are made. Undefined when something else is in the way. */
export function put(document: Json, path: string, value: Json): Json | undefined {
  const steps = stepsOf(path);
  return steps && putAt(document, steps, value);
}

function putAt(document: Json | undefined, [step, ...rest]: readonly Step[], value: Json): Json | undefined {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    if (!Array.isArray(document) || step >= document.length) return undefined;
    const changed = putAt(document[step], rest, value);
    return changed === undefined ? undefined : document.with(step, changed);
  }
  if (document !== undefined && !isJsonObject(document)) return undefined;
  const own: Json | undefined = document && Object.hasOwn(document, step) ? document[step] : undefined;
  const changed = putAt(own, rest, value);
  return changed === undefined ? undefined : Object.fromEntries([...Object.entries(document ?? {}), [step, changed]]);
}
