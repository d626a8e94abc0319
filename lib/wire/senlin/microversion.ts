import type { Microversion } from '../../domain/spec/schema.ts';
import { isAtLeast } from '../../domain/spec/shown-schema.ts';

export const OLDEST: Microversion = { major: 1, minor: 0 };
/** What `latest` means, and the last version that is not refused. */
export const NEWEST: Microversion = { major: 1, minor: 15 };

export const v1 = (minor: number): Microversion => ({ major: 1, minor });
export const textOf = ({ major, minor }: Microversion): string => `${major}.${minor}`;

export type Negotiation =
  | { readonly kind: 'agreed'; readonly version: Microversion }
  /** Not a version at all. */
  | { readonly kind: 'malformed'; readonly text: string }
  /** A version, but none of ours. */
  | { readonly kind: 'refused'; readonly text: string };

const VERSION = /^([1-9]\d*)\.([1-9]\d*|0)$/;

/** Which version a client asks for with its `OpenStack-API-Version` header: the oldest, when it does not say. */
export function negotiate(header: string | undefined): Negotiation {
  const text = header === undefined ? undefined : askedOfClustering(header);
  if (text === undefined) return { kind: 'agreed', version: OLDEST };
  if (text.toLowerCase() === 'latest') return { kind: 'agreed', version: NEWEST };

  const [, major, minor] = VERSION.exec(text) ?? [];
  if (major === undefined || minor === undefined) return { kind: 'malformed', text };
  const version = { major: Number(major), minor: Number(minor) };
  return isAtLeast(version, OLDEST) && isAtLeast(NEWEST, version) ? { kind: 'agreed', version } : { kind: 'refused', text };
}

/** One header speaks to many services, `compute 2.1, clustering 1.2`; the last word to us counts. */
function askedOfClustering(header: string): string | undefined {
  let asked: string | undefined;
  for (const part of header.split(',')) {
    const [service = '', ...words] = part.trim().split(/\s+/);
    if (service.toLowerCase() === 'clustering' && words.length > 0) asked = words.join(' ');
  }
  return asked;
}
