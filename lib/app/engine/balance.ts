import type { BalanceCall, Member, Outcome } from '../../domain/action/call.ts';
import { type Fault, permanent } from '../../domain/kernel/fault.ts';
import { isJsonObject } from '../../domain/kernel/json.ts';
import { type Endpoint, endpointOf } from '../../domain/profile/endpoint.ts';
import type { Drivers } from '../../ports/driver.ts';
import type { Backend, LoadBalancers } from '../../ports/load-balancer.ts';
import type { Service } from '../../ports/services.ts';

/** Asks the load balancer in front of a kind of node, which is told where its members are as their driver knows it now. */
export const balancingWith =
  (balancers: LoadBalancers, drivers: Drivers): Service<'balance'> =>
  async (call) => {
    const { ask, balancer, members, drain, serving, memory } = call;
    const way = balancers(balancer.profileType);
    if (!way) return fault(permanent('balancer.none', `No load balancer is configured for profile type '${balancer.profileType}'.`));
    const known = members.map(({ nodeId, name }): Backend => ({ nodeId, name }));
    switch (ask) {
      case 'raise':
        return way.raise(balancer, memory);
      case 'add': {
        const found = way.imaginary ? known.map((one) => ({ ...one, ...NOWHERE })) : await locate(call, drivers);
        return Array.isArray(found) ? way.add(balancer, found, memory, serving) : fault(found);
      }
      case 'remove':
        return way.remove(balancer, known, drain, memory);
      case 'raze':
        return way.raze(balancer, known, memory);
    }
  };

/** An address that is kept for documentation. */
const NOWHERE: Endpoint = { address: '192.0.2.1', port: 80 };

async function locate({ members, balancer }: BalanceCall, drivers: Drivers): Promise<(Backend & Endpoint)[] | Fault> {
  const { pool } = balancer.properties;
  const port = isJsonObject(pool) && typeof pool.protocol_port === 'number' ? pool.protocol_port : 80;
  const found: (Backend & Endpoint)[] = [];
  for (const member of members) {
    const at = await endpoint(member, port, drivers);
    if ('code' in at) return at;
    found.push({ nodeId: member.nodeId, name: member.name, ...at });
  }
  return found;
}

async function endpoint({ profileType, resource }: Member, port: number, drivers: Drivers): Promise<Endpoint | Fault> {
  const told = await drivers(profileType)?.details(resource);
  if (told?.kind === 'fault') return told.fault;
  return endpointOf(profileType, resource, told?.details ?? {}, port);
}

const fault = (what: Fault): Outcome => ({ kind: 'fault', fault: what });
