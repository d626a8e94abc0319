import type { Fault } from '../kernel/fault.ts';
import type { Json } from '../kernel/json.ts';
import { readTypedSpec, type TypedSpec } from '../spec/typed-spec.ts';
import { policyTypes } from './catalogue.ts';
import { DEFAULT_LIMITS, type PolicyLimits, type PolicyType } from './policy-type.ts';

/** Everything that can be said about a policy's spec without asking a cloud. */
export function validatePolicySpec(
  spec: Json,
  limits: PolicyLimits = DEFAULT_LIMITS,
): TypedSpec<PolicyType> | { readonly kind: 'fault'; readonly fault: Fault } {
  const read = readTypedSpec('policy', spec, policyTypes);
  if (read.kind === 'fault') return read;
  const fault = read.definition.validate(read.properties, limits);
  return fault ? { kind: 'fault', fault } : read;
}
