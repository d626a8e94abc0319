import type { Resource } from '../action/call.ts';
import { type Fault, permanent } from '../kernel/fault.ts';
import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';

/** Where a node is reached. */
export type Endpoint = { readonly address: string; readonly port: number };

/**
 * Where a balancer reaches a node.
 *
 * A process shares its machine's address with all others: it listens on the pool's port plus its index, which it is told. Everything else has
 * an address of its own, the first that its backend knows, IPv4 before IPv6.
 *
 * @param details what the driver tells of the resource @param firstPort the pool's `protocol_port`
 */
export function endpointOf(profileType: string, resource: Resource, details: JsonObject, firstPort: number): Endpoint | Fault {
  const { nodeName, index } = resource.owner;
  if (profileType.startsWith('local.process-')) {
    if (index >= 0) return { address: '127.0.0.1', port: firstPort + index };
    return permanent('balancer.no-address', `The node '${nodeName}' has no index, and so no port of its own.`);
  }
  const known = addressesIn(details.addresses);
  const address = known.find((text) => text.includes('.')) ?? known[0];
  if (address !== undefined) return { address, port: firstPort };
  return permanent('balancer.no-address', `The node '${nodeName}' has no address that a load balancer could reach.`);
}

/** `{network: [address]}` as we list a container's, `{network: [{addr}]}` as Nova does. */
const addressesIn = (networks: Json | undefined): string[] =>
  (isJsonObject(networks) ? Object.values(networks) : []).flatMap((some) => (Array.isArray(some) ? some : [])).flatMap(addressIn);

function addressIn(entry: Json): string[] {
  const address = isJsonObject(entry) ? entry.addr : entry;
  return typeof address === 'string' && address !== '' ? [address] : [];
}
