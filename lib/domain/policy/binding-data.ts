import type { JsonObject } from '../kernel/json.ts';
import type { PolicyKind } from './policy-type.ts';

/**
 * What the binding of a policy just attached remembers, or null when the spec alone leaves nothing to remember. What attaching
 * makes in a cloud is added by whoever makes it.
 *
 * @param properties as `validatePolicySpec` answered them
 */
export function bindingData(kind: PolicyKind, properties: JsonObject): JsonObject | null {
  const data = kind.dataAtAttach(properties);
  return data && namedData(kind, data);
}

/** The form in which every kind keeps its data. The version is the kind's newest, whichever the policy has. */
export function namedData(kind: PolicyKind, data: JsonObject): JsonObject {
  const newest = Object.keys(kind.supportStatus).at(-1) ?? '';
  return { [kind.className]: { version: newest, data } };
}
