import type { JsonObject } from '../kernel/json.ts';
import { isFromSenlin } from '../spec/type-version.ts';
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

/** The form in which every kind keeps its data. The version is the newest that Senlin had, whichever the policy has; where it had none, the newest. */
export function namedData(kind: PolicyKind, data: JsonObject): JsonObject {
  const versions = Object.keys(kind.supportStatus);
  const newest = versions.filter((version) => isFromSenlin(kind, version)).at(-1) ?? versions.at(-1) ?? '';
  return { [kind.className]: { version: newest, data } };
}
