import type { Outcome } from '../../domain/action/call.ts';
import type { Companion } from '../../domain/orphan/companion.ts';
import type { LoadBalancer } from '../../ports/load-balancer.ts';

/** Members by node, by balancer. */
export type FakeBalancers = Map<string, Map<string, { readonly project: string; readonly address: string; readonly port: number }>>;

const OK: Outcome = { kind: 'ok' };

const poolOf = (clusterId: string): string => `pool-${clusterId}`;

/** Nobody but us gets to it: what is there is ours. */
const companionOf = (place: string, project: string, nodeId: string): Companion => ({
  ...{ kind: 'load-balancer-member', id: nodeId, place, project, nodeId, proof: 'signed' },
  ...{ clusterId: '', policyId: '', maker: '' },
});

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
      const data = { loadbalancer: `lb-${balancer.clusterId}`, pool: poolOf(balancer.clusterId) };
      return { kind: 'ok', data: { ...data, vip_address: typeof address === 'string' ? address : '192.0.2.254' } };
    },
    async add(balancer, members) {
      // Memory forgets with its process; a balancer would not.
      const pool = balancers.get(keyOf(balancer)) ?? new Map();
      balancers.set(keyOf(balancer), pool);
      for (const { nodeId, address, port } of members) pool.set(nodeId, { project: balancer.project, address, port });
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
    async list() {
      const pools = [...balancers].map(([key, pool]) => [poolOf(key.split(' ')[0] ?? ''), pool] as const);
      return {
        kind: 'ok',
        companions: pools.flatMap(([place, pool]) => [...pool].map(([id, { project }]) => companionOf(place, project, id))),
      };
    },
    async discard({ id, place }) {
      for (const [key, pool] of balancers) if (poolOf(key.split(' ')[0] ?? '') === place) pool.delete(id);
      return OK;
    },
    async status(balancer, { nodeId }) {
      return { kind: balancers.get(keyOf(balancer))?.has(nodeId) ? 'up' : 'absent' };
    },
  };
}
