import { isJsonObject, type JsonObject } from '../kernel/json.ts';
import { readSpec } from '../spec/read-spec.ts';
import type { Policy } from './policy.ts';
import type { PolicyKind } from './policy-type.ts';

/** A stored policy's properties, defaults filled in; undefined when a newer service no longer understands them. */
export function policyProperties(kind: PolicyKind, { spec }: Pick<Policy, 'spec'>): JsonObject | undefined {
  const raw = spec['properties'];
  const read = readSpec(kind.schema, isJsonObject(raw) ? raw : {});
  return read.kind === 'ok' ? read.value : undefined;
}
