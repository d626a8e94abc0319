import type { Binding, Cluster } from '../cluster/cluster.ts';
import type { Write } from '../documents.ts';
import { makeWatch, switched } from '../health/make-watch.ts';
import { healthRuleOf, isHealth } from '../health/read-rule.ts';
import { permanent } from '../kernel/fault.ts';
import { childId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import { holding } from '../permission/holding.ts';
import { bindingOf } from '../policy/binding.ts';
import type { Policy } from '../policy/policy.ts';
import type { Action } from './action.ts';
import { isBalancing, memberships, raiseAnswered, raiseStage, razed, razeStage, undoRaise, undoRaze } from './balancer-stages.ts';
import type { Admission, Undoing } from './cluster-plan.ts';
import { defineFanOut } from './fan-out.ts';
import { arranged, arrangeStage, disbandStage, isAffine, undoArrange } from './group-stages.ts';
import type { Seen } from './machine.ts';

const policyId = ({ inputs }: Action): string => String(inputs.policy_id);
const notAttached = (self: Action): Admission => ({
  kind: 'refuse',
  fault: permanent('policy.not-attached', `The policy '${policyId(self)}' is not attached to the cluster.`),
});

const NOTHING: Undoing = { kind: 'undo', writes: [], cluster: {} };

/** The policy, when it is one that puts the members behind a load balancer. */
const balancing = (self: Action, { policies }: Pick<Seen, 'policies'>): Policy | undefined =>
  policies.find(({ id, type }) => id === policyId(self) && isBalancing(type));

/** The policy, when it is one that puts nodes into a group. */
const grouping = (self: Action, { policies }: Pick<Seen, 'policies'>): Policy | undefined =>
  policies.find(({ id, type }) => id === policyId(self) && isAffine(type));

/** Binds a policy to the cluster. Binding it again changes nothing; two of a kind that allows only one is refused. */
export const clusterAttachPolicy = defineFanOut({
  name: 'CLUSTER_ATTACH_POLICY',
  success: 'Policy attached.',
  evaluates: false,
  sees: (self) => ({ policies: [policyId(self)], watch: true }),
  admit(self, cluster, { seen, now }) {
    const policy = seen.policies.find((p) => p.id === policyId(self));
    if (!policy) return { kind: 'refuse', fault: permanent('policy.not-found', `The policy '${policyId(self)}' could not be found.`) };
    if (cluster.bindings.some((b) => b.policyId === policy.id)) return { kind: 'go', memo: { bound: true } };

    const facts = bindingOf(policy, cluster.profileType);
    if (facts.refusal) return { kind: 'refuse', fault: facts.refusal };
    if (
      facts.singleton &&
      cluster.bindings.some((b) => b.policyType === policy.type || (isHealth(b.policyType) && isHealth(policy.type)))
    ) {
      const message = `Only one instance of policy type (${policy.type}) can be attached to a cluster, but another instance (${policy.id}) is found attached to the cluster (${cluster.id}) already.`;
      return { kind: 'refuse', fault: permanent('policy.singleton', message) };
    }
    const binding: Binding = {
      id: childId(self.id, 'binding', 0, now),
      policyId: policy.id,
      policyType: policy.type,
      enabled: self.inputs.enabled !== false,
      priority: facts.priority,
      data: facts.data,
      lastOp: null,
    };
    // The policy must still be there when the binding is: whoever deletes it looks for bindings first.
    const writes: Write[] = [holding('policy', policy)];
    const rule = healthRuleOf(policy);
    const { enabled } = binding;
    if (rule)
      writes.push({ put: 'watch', doc: makeWatch(cluster, { user: self.user, policyId: policy.id, enabled, rule }, now, seen.watch) });
    return { kind: 'go', cluster: { bindings: [...cluster.bindings, binding] }, writes };
  },
  stage(self, stage, cluster, input, memo) {
    if (memo.bound) return { kind: 'end' };
    const grouped = grouping(self, input.seen);
    if (grouped) return arrangeStage(self, stage, cluster, grouped, input);
    const policy = balancing(self, input.seen);
    return policy ? raiseStage(self, stage, cluster, policy, input) : { kind: 'end' };
  },
  answered(self, stage, cluster, answer) {
    const grouped = grouping(self, answer.seen);
    if (grouped) return arranged(cluster, grouped, answer);
    const policy = balancing(self, answer.seen);
    return policy ? raiseAnswered(stage, cluster, policy, answer) : {};
  },
  undo(self, _, cluster, input, memo) {
    const grouped = grouping(self, input.seen);
    if (grouped && !memo.bound) return undoArrange(self, cluster, grouped);
    const policy = balancing(self, input.seen);
    return policy && !memo.bound ? undoRaise(self, cluster, policy, input) : NOTHING;
  },
});

/** Takes a policy off the cluster. */
export const clusterDetachPolicy = defineFanOut({
  name: 'CLUSTER_DETACH_POLICY',
  success: 'Policy detached.',
  evaluates: false,
  sees: (self) => ({ watch: true, policies: [policyId(self)] }),
  admit(self, cluster, { seen }) {
    if (!cluster.bindings.some((b) => b.policyId === policyId(self))) return notAttached(self);
    if (balancing(self, seen) || grouping(self, seen)) return { kind: 'go' };
    const { watch } = seen;
    const writes: Write[] = watch?.policyId === policyId(self) ? [{ remove: 'watch', doc: watch }] : [];
    return { kind: 'go', cluster: { bindings: cluster.bindings.filter((b) => b.policyId !== policyId(self)) }, writes };
  },
  stage(self, stage, cluster, input) {
    const grouped = grouping(self, input.seen);
    if (grouped) return disbandStage(self, stage, cluster, grouped);
    const policy = balancing(self, input.seen);
    return policy ? razeStage(self, stage, cluster, policy, input) : { kind: 'end' };
  },
  answered: (self, stage, cluster, answer) =>
    grouping(self, answer.seen) ? {} : { writes: memberships(cluster, stage, 'remove', answer) },
  undo(self, stage, cluster, input) {
    const policy = balancing(self, input.seen);
    return policy ? undoRaze(self, stage, cluster, policy, input) : NOTHING;
  },
  conclude: (self, cluster, _, __, failure) => (failure ? {} : { cluster: razed(cluster, policyId(self)) }),
});

/** Enables or disables a policy on the cluster; without `enabled` it changes nothing. */
export const clusterUpdatePolicy = defineFanOut({
  name: 'CLUSTER_UPDATE_POLICY',
  success: 'Policy updated.',
  evaluates: false,
  sees: (self) => ({ policies: [policyId(self)], watch: true }),
  admit(self, cluster, { seen, now }) {
    if (!cluster.bindings.some((b) => b.policyId === policyId(self))) return notAttached(self);
    const enabled = self.inputs.enabled;
    if (typeof enabled !== 'boolean') return { kind: 'go' };
    const bindings = cluster.bindings.map((b) => (b.policyId === policyId(self) ? { ...b, enabled } : b));
    return { kind: 'go', cluster: { bindings }, writes: watchFor(self, cluster, seen, enabled, now) };
  },
  stage: () => ({ kind: 'end' }),
});

/** Turns the watch on or off with its policy. A cluster that got its policy before there were watches gets one now. */
function watchFor(self: Action, cluster: Cluster, { watch, policies }: Seen, enabled: boolean, now: Instant): readonly Write[] {
  if (watch && watch.policyId === policyId(self)) return [{ put: 'watch', doc: switched(watch, enabled, now) }];
  const policy = policies.find(({ id }) => id === policyId(self));
  const rule = policy && healthRuleOf(policy);
  return rule ? [{ put: 'watch', doc: makeWatch(cluster, { user: self.user, policyId: policy.id, enabled, rule }, now, watch) }] : [];
}
