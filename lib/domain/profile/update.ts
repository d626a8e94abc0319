import { type Fault, permanent } from '../kernel/fault.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { SpecSchema } from '../spec/schema.ts';

/**
 * What a node would have to change to go from one profile to another of the same type, or why it cannot: an item that differs
 * and is not updatable refuses the whole. Both are properties as `readSpec` answered them.
 */
export function updatableDifference(
  type: { readonly schema: SpecSchema },
  from: JsonObject,
  to: JsonObject,
): { readonly kind: 'ok'; readonly changed: readonly string[] } | { readonly kind: 'fault'; readonly fault: Fault } {
  const changed = Object.keys(type.schema).filter((name) => !isSame(from[name], to[name]));
  const fixed = changed.filter((name) => !type.schema[name]?.updatable);
  return fixed.length === 0
    ? { kind: 'ok', changed }
    : { kind: 'fault', fault: permanent('profile.not-updatable', `The following properties are not updatable: ${fixed.join(', ')}.`) };
}

/** Equal as data: the order of a Map's keys means nothing, that of a List's items does. */
function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const left = new Map(Object.entries(a));
  const right = new Map(Object.entries(b));
  return left.size === right.size && [...left].every(([key, value]) => right.has(key) && isSame(value, right.get(key)));
}
