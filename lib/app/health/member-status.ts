import { balancerFor, isBalanced } from '../../domain/action/balance-step.ts';
import { isBalancing } from '../../domain/action/balancer-stages.ts';
import { balancerIn } from '../../domain/action/passage.ts';
import type { Finding } from '../../domain/health/findings.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { LoadBalancers } from '../../ports/load-balancer.ts';
import type { MemberStatus } from '../../ports/member-status.ts';
import { readOneUsed } from '../uses/read-used.ts';

const UNKNOWN: Finding = { kind: 'unknown' };

/**
 * Asks the load balancer of a cluster's policy how a member is. Of one that is on its way out, or that it does not know, it says nothing: only that it is
 * down is bad news.
 */
export const askBalancer =
  (balancers: LoadBalancers, store: Pick<DocumentStore, 'getMany'>): MemberStatus =>
  async ({ id, project, bindings, profileType }, node) => {
    const binding = bindings.find(({ enabled, policyType }) => enabled && isBalancing(policyType));
    const balancer = balancers(profileType);
    if (!binding || !balancer || !isBalanced(node)) return UNKNOWN;
    const policy = await readOneUsed(store, 'policy', { project, id: binding.policyId });
    if (!policy) return UNKNOWN;
    const place = { ...balancerFor(policy, id, profileType), data: balancerIn(binding.data) };
    const status = await balancer.status(place, { nodeId: node.id, name: node.name });
    if (status.kind === 'down') return { kind: 'ill', reason: 'its load balancer says that it is down', gone: false };
    return status.kind === 'up' ? { kind: 'well' } : UNKNOWN;
  };
