import { lookup } from 'node:dns/promises';
import { type Fault, permanent, transient } from '../../domain/kernel/fault.ts';
import { type Address, parseAddress } from '../../domain/outgoing/address.ts';
import { type Allowance, checkAddress, type Destination } from '../../domain/outgoing/destination.ts';

/** An address in the form that sockets take. */
export type Found = { readonly address: string; readonly family: number };
/** All the addresses of a host's name. Rejects when there are none. */
export type Resolve = (host: string) => Promise<readonly Found[]>;

export const systemResolve: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/**
 * Turns a destination into addresses that may be connected to, once: whoever connects uses these and asks nobody again, so a name that
 * answers differently the next time (DNS rebinding) gains nothing. One address that must not be called spoils all.
 */
export async function vettedAddresses(to: Destination, allowance: Allowance, resolve: Resolve): Promise<readonly Found[] | Fault> {
  if (to.address) return [{ address: to.host, family: to.address.length === 4 ? 4 : 6 }];
  const found = await resolve(to.host).catch(() => []);
  if (found.length === 0) return transient('outgoing.unresolved', `The host '${to.host}' has no address.`);
  for (const { address } of found) {
    const parsed: Address | undefined = parseAddress(address);
    const fault = parsed
      ? checkAddress(to, parsed, allowance)
      : permanent('outgoing.address.forbidden', 'The URL leads to an address that cannot be read.');
    if (fault) return fault;
  }
  return found;
}
