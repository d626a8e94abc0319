import type { ActionName } from '../action/action.ts';
import type { Binding, Cluster } from '../cluster/cluster.ts';
import { type Fault, permanent } from '../kernel/fault.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import { findPolicyType } from './catalogue.ts';
import type { PolicyFacts, PolicyVerdict } from './conduct.ts';
import { type Decisions, decideFurther, stripped } from './decisions.ts';
import type { Policy } from './policy.ts';
import { policyProperties } from './policy-properties.ts';

/**
 * The bindings that are asked before an action, in the order in which they are: by priority, then as they were attached. None in a cluster that
 * is suspended wholly: who insists on a change there says all that is to be said.
 */
export const standingBefore = ({ bindings, suspended }: Pick<Cluster, 'bindings' | 'suspended'>, action: ActionName): readonly Binding[] =>
  (suspended?.everything ? [] : bindings)
    .filter(({ enabled, policyType }) => enabled && findPolicyType(policyType)?.conduct?.before.includes(action))
    .sort((a, b) => a.priority - b.priority);

export const seesOrphans = ({ policyType }: Binding): boolean => findPolicyType(policyType)?.conduct?.seesOrphans === true;

export type Hearing = {
  readonly decisions: Decisions;
  readonly fault: Fault | undefined;
  /** What the action remembers of it, under its `data`. */
  readonly data: JsonObject;
};

/** Asks one policy after another. The first that refuses ends it, and with it the action. */
export function hear(
  bindings: readonly Binding[],
  policies: readonly Policy[],
  facts: Omit<PolicyFacts, 'binding' | 'decisions'>,
): Hearing {
  let decisions: Decisions = {};
  const told: JsonObject[] = [];
  for (const binding of bindings) {
    const policy = policies.find(({ id }) => id === binding.policyId);
    const verdict = ask(policy, { ...facts, binding, decisions });
    const reason = verdict.kind === 'refuse' ? verdict.fault.message : verdict.reason;
    told.push({ policy_id: binding.policyId, type: binding.policyType, priority: binding.priority, verdict: verdict.kind, reason });
    if (verdict.kind === 'refuse') {
      const message = `Policy check failure: Failed policy '${policy?.name ?? binding.policyId}': ${reason}`;
      const fault = permanent(verdict.fault.code, message);
      return { decisions, fault, data: { ...stripped(decisions), status: 'ERROR', reason: message, policies: told } };
    }
    if (verdict.kind === 'go') decisions = decideFurther(decisions, verdict.decisions);
  }
  if (told.length === 0) return { decisions, fault: undefined, data: {} };
  return {
    decisions,
    fault: undefined,
    data: { ...stripped(decisions), status: 'OK', reason: 'Completed policy checking.', policies: told },
  };
}

function ask(policy: Policy | undefined, facts: PolicyFacts): PolicyVerdict {
  const kind = findPolicyType(facts.binding.policyType);
  const properties = kind && policy && policyProperties(kind, policy);
  if (!kind?.conduct || !properties) return { kind: 'pass', reason: 'The policy is not there to be asked.' };
  return kind.conduct.decide(properties, facts);
}

/** The cluster's bindings once an action has ended: those that count from it say so. Absent where none does. */
export function marked({ bindings }: Pick<Cluster, 'bindings'>, action: ActionName, now: Instant): Pick<Partial<Cluster>, 'bindings'> {
  const counts = ({ enabled, policyType }: Binding) => enabled && findPolicyType(policyType)?.conduct?.marks?.includes(action) === true;
  return bindings.some(counts) ? { bindings: bindings.map((b) => (counts(b) ? { ...b, lastOp: now } : b)) } : {};
}
