import type { Outcome } from '../../domain/action/call.ts';
import { type Fault, permanent } from '../../domain/kernel/fault.ts';
import { isJsonObject, type JsonObject } from '../../domain/kernel/json.ts';
import { seconds } from '../../domain/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Balancer } from '../../ports/load-balancer.ts';
import { ask, type Failure, isFailure, named, type Octavia } from './api.ts';

const LOOK_AGAIN = seconds(5);
const fault = (what: Fault): Outcome => ({ kind: 'fault', fault: what });

/** What a balancer and its parts are called, so that a raise that was interrupted goes on with what there is. */
export const nameOf = ({ clusterId, policyId }: Pick<Balancer, 'clusterId' | 'policyId'>, part: string): string =>
  `coppice-${part}-${clusterId}-${policyId}`;

/**
 * Makes the load balancer, its listener, pool and monitor, one after the other, each once the load balancer is ACTIVE again. What cannot be
 * finished is taken down.
 */
export async function raise(octavia: Octavia, clock: Clock, balancer: Balancer, memory: JsonObject, mark: string): Promise<Outcome> {
  const { properties } = balancer;
  if (typeof properties.loadbalancer === 'string') return adopt(octavia, properties.loadbalancer, properties);
  const since = typeof memory.since === 'number' ? memory.since : clock.now();
  const wait: Outcome = { kind: 'pending', again: LOOK_AGAIN, memory: { since } };

  const lb = await made(octavia, 'loadbalancers', 'loadbalancer', nameOf(balancer, 'lb'), {
    description: mark,
    ...loadBalancerOf(properties),
  });
  if (isFailure(lb)) return fault(lb.fault);
  const giveUp = async (why: Fault): Promise<Outcome> => {
    await ask(octavia, 'DELETE', `/v2/lbaas/loadbalancers/${String(lb.id)}?cascade=true`);
    return fault(why);
  };
  const limit = Number(properties.lb_status_timeout ?? 300);
  if (lb.provisioning_status === 'ERROR') return giveUp(permanent('balancer.refused', 'The load balancer is in ERROR.'));
  if (lb.provisioning_status !== 'ACTIVE')
    return clock.now() - since > limit * 1_000
      ? giveUp(permanent('balancer.refused', `The load balancer is ${String(lb.provisioning_status)} after ${limit} seconds.`))
      : wait;

  const found: Record<string, string> = {};
  for (const [collection, key, body] of partsOf(properties)) {
    const name = nameOf(balancer, key);
    const known = await named(octavia, collection, collection, name);
    if (known && isFailure(known)) return fault(known.fault);
    if (known) {
      found[key] = String(known.id);
      continue;
    }
    const answer = await ask(octavia, 'POST', `/v2/lbaas/${collection}`, { [key]: { name, ...body({ ...found, lb: String(lb.id) }) } });
    if (!isFailure(answer)) return wait;
    return answer.fault.kind === 'transient' ? fault(answer.fault) : giveUp(answer.fault);
  }
  const { listener = null, pool = null, healthmonitor } = found;
  const data = { loadbalancer: String(lb.id), listener, pool, ...(healthmonitor !== undefined && { healthmonitor }) };
  return { kind: 'ok', data: { ...data, vip_address: lb.vip_address ?? null } };
}

/** One that is there already, with the pool that the policy names. */
async function adopt(octavia: Octavia, id: string, { pool, health_monitor: monitor }: JsonObject): Promise<Outcome> {
  const poolId = isJsonObject(pool) ? pool.id : undefined;
  if (typeof poolId !== 'string')
    return fault(permanent('balancer.pool.not-found', "The policy names a 'loadbalancer' and no 'pool.id' of it."));
  const answer = await ask(octavia, 'GET', `/v2/lbaas/loadbalancers/${encodeURIComponent(id)}`);
  if (isFailure(answer)) return fault(answer.fault);
  const lb = isJsonObject(answer.loadbalancer) ? answer.loadbalancer : {};
  const healthmonitor = isJsonObject(monitor) && typeof monitor.id === 'string' ? { healthmonitor: monitor.id } : {};
  return { kind: 'ok', data: { preexisting: true, loadbalancer: id, pool: poolId, ...healthmonitor, vip_address: lb.vip_address ?? null } };
}

async function made(octavia: Octavia, collection: string, key: string, name: string, body: JsonObject): Promise<JsonObject | Failure> {
  const known = await named(octavia, collection, collection, name);
  if (known) return known;
  const answer = await ask(octavia, 'POST', `/v2/lbaas/${collection}`, { [key]: { name, ...body } });
  const one = isFailure(answer) ? undefined : answer[key];
  return isJsonObject(one) ? one : isFailure(answer) ? answer : {};
}

const mapOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
/** What was not said is left to Octavia. */
const said = (items: JsonObject | Record<string, unknown>): JsonObject =>
  Object.fromEntries(Object.entries(items).filter(([, value]) => value !== undefined)) as JsonObject;

const loadBalancerOf = ({ vip, availability_zone, flavor_id }: JsonObject): JsonObject => {
  const { subnet, network, address, admin_state_up } = mapOf(vip);
  return said({ vip_subnet_id: subnet, vip_network_id: network, vip_address: address, admin_state_up, availability_zone, flavor_id });
};

type Known = Readonly<Record<string, string>>;
type Part = readonly [collection: string, key: string, body: (known: Known) => JsonObject];

function partsOf({ vip, pool, health_monitor: monitor }: JsonObject): readonly Part[] {
  const { protocol, protocol_port, connection_limit, admin_state_up } = mapOf(vip);
  const { lb_method, session_persistence, protocol: spoken, admin_state_up: poolUp } = mapOf(pool);
  const persistent = isJsonObject(session_persistence) && session_persistence.type !== undefined && session_persistence.type !== 'NONE';
  const parts: Part[] = [
    ['listeners', 'listener', ({ lb }) => said({ loadbalancer_id: lb, protocol, protocol_port, connection_limit, admin_state_up })],
    [
      'pools',
      'pool',
      ({ listener }) =>
        said({
          listener_id: listener,
          protocol: spoken,
          lb_algorithm: lb_method,
          admin_state_up: poolUp,
          ...(persistent && { session_persistence }),
        }),
    ],
  ];
  const { id: _, ...probe } = mapOf(monitor);
  return isJsonObject(monitor) ? [...parts, ['healthmonitors', 'healthmonitor', ({ pool: of }) => said({ pool_id: of, ...probe })]] : parts;
}
