import type { BalanceCall } from '../action/call.ts';
import type { Node } from '../cluster/node.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import { ORPHAN_REASONS, type Orphan, orphanId } from './orphan.ts';

/** Under what type members of load balancers are listed, where resources have their profile type. */
export const BALANCER_MEMBER = 'load-balancer-member';

/**
 * A member that a load balancer still has of a node that is gone. Nobody has to look for it, nor prove whose it is: the deletion itself writes it down, with all
 * that it takes to ask for its removal again.
 *
 * @param by the action that deleted the node
 */
export function leftMember(by: { readonly id: string }, node: Node, call: BalanceCall, now: Instant): Orphan {
  const { project, id: nodeId } = node;
  const physicalId = String(node.data.lb_member);
  return {
    id: orphanId({ profileType: BALANCER_MEMBER, token: by.id, physicalId: `${call.balancer.policyId} ${physicalId}` }),
    project,
    profileType: BALANCER_MEMBER,
    physicalId,
    mark: { token: by.id, project, nodeId },
    proof: 'signed',
    memory: { call } as unknown as JsonObject,
    reason: 'left-behind',
    status: 'LISTED',
    statusReason: ORPHAN_REASONS['left-behind'],
    foundAt: now,
    removeAt: now,
    version: 0,
  };
}

/** What is to be asked for, as far as it has come. */
export const callOf = ({ memory }: Orphan): BalanceCall => {
  const { call, progress = {} } = memory as unknown as { readonly call: BalanceCall; readonly progress?: JsonObject };
  return { ...call, memory: progress };
};
