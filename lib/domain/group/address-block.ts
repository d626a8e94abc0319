/** A block of IPv4 addresses, as `10.0.0.0/16` names it. */
export type AddressBlock = { readonly first: number; readonly size: number };

/** Undefined for what is no block. What stands behind the prefix is taken for zeros, as EC2 does. */
export function blockIn(cidr: string): AddressBlock | undefined {
  const [, address = '', prefix = ''] = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(cidr) ?? [];
  const bytes = address.split('.').map(Number);
  if (address === '' || bytes.some((byte) => byte > 255) || Number(prefix) > 32) return undefined;
  const size = 2 ** (32 - Number(prefix));
  const at = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  return { first: at - (at % size), size };
}

export const writtenBlock = ({ first, size }: AddressBlock): string =>
  `${[24, 16, 8, 0].map((bits) => Math.floor(first / 2 ** bits) % 256).join('.')}/${32 - Math.log2(size)}`;

export const isWithin = (inner: AddressBlock, outer: AddressBlock): boolean =>
  inner.first >= outer.first && inner.first + inner.size <= outer.first + outer.size;

export const overlap = (a: AddressBlock, b: AddressBlock): boolean => a.first < b.first + b.size && b.first < a.first + a.size;

/** What EC2 takes: from `/16` to `/28`. */
export const isUsualSize = ({ size }: AddressBlock): boolean => size >= 2 ** 4 && size <= 2 ** 16;
