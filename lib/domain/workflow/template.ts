import { isJsonObject, type Json } from '../kernel/json.ts';
import { failing, ok, type Result } from './failure.ts';
import { evaluate, readExpression } from './intrinsic.ts';
import type { Ground, Paths } from './path.ts';

/** What a template is filled in from. Only the workflow's own text is ever evaluated: what looks like a path in the data stays text. */
export type Scope = Ground & { readonly uuid: (place: string) => string };

/** Fills in a payload template: a member whose name ends in `.$` holds a path or an intrinsic function, everything else is itself. */
export function fill(template: Json, scope: Scope, place = ''): Result {
  if (Array.isArray(template)) {
    const items: Json[] = [];
    for (const [i, item] of template.entries()) {
      const filled = fill(item, scope, `${place}/${i}`);
      if (filled.kind === 'failed') return filled;
      items.push(filled.value);
    }
    return ok(items);
  }
  if (!isJsonObject(template)) return ok(template);
  const members: [string, Json][] = [];
  for (const [name, value] of Object.entries(template)) {
    const here = `${place}/${name}`;
    const filled = name.endsWith('.$') ? computed(value, scope, here) : fill(value, scope, here);
    if (filled.kind === 'failed') return filled;
    members.push([name.endsWith('.$') ? name.slice(0, -2) : name, filled.value]);
  }
  return ok(Object.fromEntries(members));
}

function computed(text: Json, scope: Scope, place: string): Result {
  const expression = typeof text === 'string' ? readExpression(text, scope.paths) : 'It is not text.';
  return typeof expression === 'string'
    ? failing('States.Runtime', `${place}: ${expression}`)
    : evaluate(expression, scope, scope.uuid, place);
}

/** What is wrong in a template, and where. */
export function* templateFaults(template: Json, paths: Paths, place = ''): Generator<{ readonly place: string; readonly message: string }> {
  if (typeof template !== 'object' || template === null) return;
  for (const [name, value] of Object.entries(template)) {
    const here = `${place}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (Array.isArray(template) || !name.endsWith('.$')) yield* templateFaults(value, paths, here);
    else {
      const read = typeof value === 'string' ? readExpression(value, paths) : 'A path or an intrinsic function is text.';
      if (typeof read === 'string') yield { place: here, message: read };
    }
  }
}
