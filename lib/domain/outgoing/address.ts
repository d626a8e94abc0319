/** An internet address as its bytes, four or sixteen. */
export type Address = readonly number[];

/**
 * Reads an address in any spelling that some resolver, library or system takes for one: IPv4 in decimal, hexadecimal, octal and with fewer
 * than four parts; IPv6 shortened, in brackets, with IPv4 at its end, with a zone. Undefined: it is no address.
 */
export function parseAddress(text: string): Address | undefined {
  const [bare = ''] = text.replace(/^\[(.*)\]$/, '$1').split('%', 1);
  return bare.includes(':') ? parseSix(bare.toLowerCase()) : parseFour(bare.toLowerCase());
}

/** `inet_aton`'s reading: the last part fills whatever bytes are left. */
function parseFour(text: string): Address | undefined {
  const parts = text.replace(/\.$/, '').split('.');
  if (parts.length > 4) return undefined;
  const numbers = parts.map(numberOf);
  const last = numbers.pop();
  if (last === undefined || !numbers.every((n) => n !== undefined && n <= 255)) return undefined;
  const left = 4 - numbers.length;
  if (last >= 256 ** left) return undefined;
  const rest = Array.from({ length: left }, (_, i) => Math.floor(last / 256 ** (left - 1 - i)) % 256);
  return [...numbers.map((n) => n ?? 0), ...rest];
}

function numberOf(text: string): number | undefined {
  if (/^0x[0-9a-f]{1,16}$/.test(text)) return Number.parseInt(text, 16);
  if (/^0[0-7]{1,24}$/.test(text)) return Number.parseInt(text, 8);
  return /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : undefined;
}

function parseSix(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => groupsOf(half));
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const given = head.length + (tail?.length ?? 0);
  if (halves.length === 1 ? given !== 16 : given > 14) return undefined;
  return [...head, ...Array.from({ length: 16 - given }, () => 0), ...(tail ?? [])];
}

/** The bytes of groups between colons. Dotted IPv4 may stand last. */
function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  const bytes: number[] = [];
  for (const [i, group] of groups.entries()) {
    if (group.includes('.') && i === groups.length - 1 && /^\d{1,3}(\.\d{1,3}){3}$/.test(group)) {
      const inner = group.split('.').map(Number);
      if (inner.some((byte) => byte > 255)) return undefined;
      bytes.push(...inner);
    } else if (/^[0-9a-f]{1,4}$/.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 255);
    } else return undefined;
  }
  return bytes;
}

/** Addresses that begin with the same bits. */
export type Range = { readonly base: Address; readonly bits: number };

/** `10.0.0.0/8`, `fd00::/8`, or an address alone. The address of a range is written in full. */
export function parseRange(text: string): Range | undefined {
  const [, address = '', bits] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  const plain = address.includes(':') || /^\d{1,3}(\.\d{1,3}){3}$/.test(address);
  const base = plain ? parseAddress(address) : undefined;
  const length = bits === undefined ? (base?.length ?? 0) * 8 : Number(bits);
  return base && length <= base.length * 8 ? { base, bits: length } : undefined;
}

/** False for an address of the other family. */
export function isWithin({ base, bits }: Range, address: Address): boolean {
  if (base.length !== address.length) return false;
  return base.every((byte, i) => {
    const counted = Math.min(8, Math.max(0, bits - i * 8));
    const mask = (0xff << (8 - counted)) & 0xff;
    return (byte & mask) === ((address[i] ?? 0) & mask);
  });
}

/** As people write it. */
export function showAddress(address: Address): string {
  if (address.length === 4) return address.join('.');
  const groups = Array.from({ length: 8 }, (_, i) => (((address[i * 2] ?? 0) << 8) | (address[i * 2 + 1] ?? 0)).toString(16));
  return groups.join(':');
}
