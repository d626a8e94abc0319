import type { Outcome } from '../../domain/action/call.ts';
import type { LoadBalancer } from '../../ports/load-balancer.ts';

/** Members by node, by balancer. */
export type FakeBalancers = Map<string, Map<string, { readonly address: string; readonly port: number }>>;

const OK: Outcome = { kind: 'ok' };

/** A load balancer that stands nowhere, in front of nodes that are nowhere. */
export function fakeBalancer(balancers: FakeBalancers = new Map()): LoadBalancer {
  const keyOf = ({ clusterId, policyId }: { readonly clusterId: string; readonly policyId: string }) => `${clusterId} ${policyId}`;
  return {
    imaginary: true,
    async raise(balancer) {
      const key = keyOf(balancer);
      balancers.set(key, balancers.get(key) ?? new Map());
      const { vip } = balancer.properties;
      const address = typeof vip === 'object' && vip !== null && 'address' in vip ? vip.address : undefined;
      const data = { loadbalancer: `lb-${balancer.clusterId}`, pool: `pool-${balancer.clusterId}` };
      return { kind: 'ok', data: { ...data, vip_address: typeof address === 'string' ? address : '192.0.2.254' } };
    },
    async add(balancer, members) {
      // Memory forgets with its process; a balancer would not.
      const pool = balancers.get(keyOf(balancer)) ?? new Map();
      balancers.set(keyOf(balancer), pool);
      for (const { nodeId, address, port } of members) pool.set(nodeId, { address, port });
      return { kind: 'ok', data: Object.fromEntries(members.map(({ nodeId }) => [nodeId, `member-${nodeId}`])) };
    },
    async remove(balancer, members) {
      for (const { nodeId } of members) balancers.get(keyOf(balancer))?.delete(nodeId);
      return OK;
    },
    async raze(balancer) {
      balancers.delete(keyOf(balancer));
      return OK;
    },
    async status(balancer, { nodeId }) {
      return { kind: balancers.get(keyOf(balancer))?.has(nodeId) ? 'up' : 'absent' };
    },
  };
}
