import { type Fault, permanent } from '../kernel/fault.ts';
import { type Address, isWithin, parseAddress, parseRange, type Range, showAddress } from './address.ts';
import { reached, reachOf } from './reach.ts';

/** What the operator opens beyond the public internet. */
export type Allowance = { readonly ranges: readonly Range[]; readonly hosts: ReadonlySet<string>; readonly ports: ReadonlySet<number> };

/** An HTTP address that may be called, as far as its text tells. */
export type Destination = {
  readonly scheme: 'http' | 'https';
  /** A name in lower case, or an address without brackets. */
  readonly host: string;
  readonly port: number;
  /** With the query string. */
  readonly path: string;
  /** Set when the host is an address. */
  readonly address: Address | undefined;
};

const LONGEST = 2_048;
const HOST = /^(?=.{1,253}$)(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/;

/** @param entries `10.0.0.0/8`, `::1` or a host's name. @returns the first entry that is none of these, if there is one */
export function allowanceOf(entries: readonly string[], ports: readonly number[] = []): Allowance | string {
  const ranges: Range[] = [];
  const hosts = new Set<string>();
  for (const entry of entries) {
    const range = parseRange(entry);
    const host = entry.toLowerCase().replace(/\.$/, '');
    if (range) ranges.push(range);
    else if (HOST.test(host) && !parseAddress(host)) hosts.add(host);
    else return entry;
  }
  return { ranges, hosts, ports: new Set(ports) };
}

/**
 * Reads an address that somebody wants called, and refuses what must not be: other schemes, credentials, characters that end a line, ports below
 * 1024 other than 80 and 443, and places that are not public, in whatever spelling. A host that is a name is judged when it is resolved.
 */
export function checkUrl(text: string, allowance: Allowance): { readonly kind: 'ok'; readonly to: Destination } | Fault {
  const invalid = (rule: string): Fault => permanent('outgoing.url.invalid', `The URL ${rule}.`);
  if (text.length > LONGEST) return invalid(`is longer than ${LONGEST} characters`);
  // A URL's parser passes over line ends and tabs and turns backslashes into slashes: who reads the text would see another address than who calls it.
  if (!/^[!-~]+$/.test(text) || text.includes('\\')) return invalid('has characters that must be escaped');
  const url = /^https?:\/\/[^/]/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return invalid('cannot be read, or does not begin with https:// or http://');
  if (url.username !== '' || url.password !== '' || /^[a-z]+:\/\/[^/?#]*@/i.test(text))
    return invalid('must not carry a user name or a password');

  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  const port = Number(url.port || (scheme === 'https' ? 443 : 80));
  if (port !== 80 && port !== 443 && port < 1_024 && !allowance.ports.has(port))
    return invalid(`names port ${port}: only 80, 443 and those from 1024 on are called`);

  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  const address = parseAddress(host);
  if (!address && !HOST.test(host)) return invalid('has a host that is no name');
  const to: Destination = { scheme, host, port, path: url.pathname + url.search, address };
  const fault = address ? checkAddress(to, address, allowance) : undefined;
  return fault ?? { kind: 'ok', to };
}

/**
 * Whether an address may be connected to. What the operator allows wins over what kind of place it is, but for the services that give out a
 * machine's own credentials: those only when named on their own, not by a range that happens to hold them.
 */
export function checkAddress({ host }: Pick<Destination, 'host'>, address: Address, { ranges, hosts }: Allowance): Fault | undefined {
  const reach = reachOf(address);
  if (reach === 'public') return undefined;
  const target = reached(address);
  const allowed = ranges.filter((range) => isWithin(range, target) || isWithin(range, address));
  if (reach === 'metadata' ? allowed.some(({ base, bits }) => bits === base.length * 8) : allowed.length > 0 || hosts.has(host))
    return undefined;
  return permanent(
    'outgoing.address.forbidden',
    `The URL leads to ${showAddress(target)}, a ${reach} address that this service does not call.`,
  );
}
