import type { Node } from '../cluster/node.ts';
import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import { allowanceOf, checkUrl } from '../outgoing/destination.ts';

/** What may stand in braces in a URL that nodes are asked at. */
export const EXPANSIONS = ['nodename', 'index', 'address'] as const;

/** The URL of one node; undefined when it needs an address and there is none. @param address of the node, where the URL asks for one */
export function expandUrl(url: string, { name, index }: Pick<Node, 'name' | 'index'>, address: string | undefined): string | undefined {
  if (url.includes('{address}') && address === undefined) return undefined;
  const host = address?.includes(':') ? `[${address}]` : (address ?? '');
  return url.replaceAll('{nodename}', encodeURIComponent(name)).replaceAll('{index}', String(index)).replaceAll('{address}', host);
}

/** The first address that a backend knows of a resource, IPv4 before IPv6: `{network: [address]}`, or Nova's `{network: [{addr}]}`. */
export function addressIn({ addresses }: JsonObject): string | undefined {
  const known = (isJsonObject(addresses) ? Object.values(addresses) : [])
    .flatMap((some) => (Array.isArray(some) ? some : []))
    .flatMap(textIn);
  return known.find((address) => address.includes('.')) ?? known[0];
}

function textIn(entry: Json): string[] {
  const address = isJsonObject(entry) ? entry.addr : entry;
  return typeof address === 'string' && address !== '' ? [address] : [];
}

const EVERYWHERE = ['0.0.0.0/0', '::/0'];
const ANYWHERE = allowanceOf(EVERYWHERE);
const ANY_PORT = allowanceOf(
  EVERYWHERE,
  Array.from({ length: 1_023 }, (_, i) => i + 1),
);

/** What is wrong with a URL as it is written down; where it may lead to is the operator's to say, and is judged when it is asked. @param anyPort as Senlin takes them */
export function complaintAbout(url: string, anyPort: boolean): string | undefined {
  const example = expandUrl(url, { name: 'node-1', index: 1 }, '203.0.113.1') ?? url;
  const [unknown] = /\{\w*\}/.exec(example) ?? [];
  if (unknown !== undefined) return `${unknown} is not replaced by anything, only ${EXPANSIONS.map((name) => `{${name}}`).join(', ')} are.`;
  const allowance = anyPort ? ANY_PORT : ANYWHERE;
  const read = typeof allowance === 'string' ? undefined : checkUrl(example, allowance);
  return read && read.kind !== 'ok' ? read.message : undefined;
}
