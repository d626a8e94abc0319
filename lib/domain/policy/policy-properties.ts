import { isJsonObject, type JsonObject } from '../kernel/json.ts';
import { readSpec } from '../spec/read-spec.ts';
import type { SpecSchema } from '../spec/schema.ts';
import { schemaAt } from '../spec/type-version.ts';
import type { Policy } from './policy.ts';
import type { PolicyKind, PolicyType } from './policy-type.ts';

/** A stored policy's properties as its own version knows them, defaults filled in; undefined when a newer service no longer understands them. */
export function policyProperties(kind: PolicyKind | PolicyType, { spec, type }: Pick<Policy, 'spec' | 'type'>): JsonObject | undefined {
  const raw = spec.properties;
  const schema = 'version' in kind ? kind.schema : schemaAt(kind.schema, type.slice(kind.name.length + 1));
  const read = readSpec<SpecSchema>(schema, isJsonObject(raw) ? raw : {});
  return read.kind === 'ok' ? read.value : undefined;
}
