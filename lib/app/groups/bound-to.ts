import type { Binding } from '../../domain/cluster/cluster.ts';
import { bindingOf } from '../../domain/policy/binding.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { newId } from '../app.ts';
import type { GroupApp } from './grouping.ts';

export const boundTo = (app: GroupApp, policy: Policy, profileType: string): Binding => {
  const { priority, data } = bindingOf(policy, profileType);
  return { id: newId(app), policyId: policy.id, policyType: policy.type, enabled: true, priority, data, lastOp: null };
};
