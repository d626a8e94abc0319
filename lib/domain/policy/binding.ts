import type { Fault } from '../kernel/fault.ts';
import { isJsonObject, type JsonObject } from '../kernel/json.ts';
import { readSpec } from '../spec/read-spec.ts';
import { bindingData } from './binding-data.ts';
import { findPolicyType } from './catalogue.ts';
import type { Policy } from './policy.ts';
import { refusesProfile } from './policy-type.ts';

export type BindingFacts = {
  readonly priority: number;
  /** Whether a cluster takes only one of this type and version. */
  readonly singleton: boolean;
  readonly data: JsonObject | null;
  /** Why clusters of the profile type cannot have it. */
  readonly refusal: Fault | undefined;
};

/** What attaching a policy to a cluster of a profile type takes from the policy. Specs were read when they were stored. */
export function bindingOf(policy: Pick<Policy, 'type' | 'spec'>, profileType: string): BindingFacts {
  const kind = findPolicyType(policy.type);
  if (!kind) return { priority: 0, singleton: false, data: null, refusal: undefined };
  const raw = policy.spec.properties;
  const read = readSpec(kind.schema, isJsonObject(raw) ? raw : {});
  return {
    priority: kind.priority,
    singleton: kind.singleton,
    data: read.kind === 'ok' ? bindingData(kind, read.value) : null,
    refusal: refusesProfile(kind, profileType),
  };
}
