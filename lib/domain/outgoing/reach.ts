import { type Address, isWithin, parseRange, type Range } from './address.ts';

/** What kind of place an address leads to. Only what is `public` may be called without being asked for by the operator. */
export type Reach = 'public' | 'metadata' | 'loopback' | 'private' | 'link-local' | 'multicast' | 'reserved';

const ranges = (...texts: readonly string[]): readonly Range[] => texts.flatMap((text) => parseRange(text) ?? []);

/**
 * Where clouds answer a machine's questions about itself, its credentials among the answers: Amazon, Google, Azure, OpenStack and most others;
 * Amazon over IPv6; Amazon's containers and their credentials; Azure's agent; Alibaba; Oracle.
 */
const METADATA = ranges(
  '169.254.169.254',
  'fd00:ec2::254',
  'fd00:ec2::23',
  '169.254.170.2',
  '169.254.170.23',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
);

/** IANA's registries of special addresses, as far as they are not reachable from everywhere. */
const SPECIAL: readonly (readonly [Reach, readonly Range[]])[] = [
  ['loopback', ranges('127.0.0.0/8', '::1')],
  ['private', ranges('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', '64:ff9b:1::/48', 'fec0::/10')],
  ['link-local', ranges('169.254.0.0/16', 'fe80::/10')],
  ['multicast', ranges('224.0.0.0/4', 'ff00::/8')],
  [
    'reserved',
    ranges(
      ...[
        '0.0.0.0/8',
        '192.0.0.0/24',
        '192.0.2.0/24',
        '192.88.99.0/24',
        '198.18.0.0/15',
        '198.51.100.0/24',
        '203.0.113.0/24',
        '240.0.0.0/4',
      ],
      // Teredo and 6to4 carry an IPv4 address for a relay to unwrap; the others are for documents, measurements and protocols.
      ...['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
    ),
  ],
];

/** The only IPv6 addresses that are given out for use everywhere. */
const GLOBAL_SIX = ranges('2000::/3');
/** IPv4 in the clothes of IPv6: as systems map it, and as a NAT64 at the edge of a network translates it. */
const CLOTHED = ranges('::ffff:0:0/96', '64:ff9b::/96');

/** The address that is really reached. */
export const reached = (address: Address): Address => (CLOTHED.some((range) => isWithin(range, address)) ? address.slice(12) : address);

export function reachOf(address: Address): Reach {
  const target = reached(address);
  const within = (some: readonly Range[]): boolean => some.some((range) => isWithin(range, target));
  if (within(METADATA)) return 'metadata';
  const special = SPECIAL.find(([, some]) => within(some))?.[0];
  return special ?? (target.length === 4 || within(GLOBAL_SIX) ? 'public' : 'reserved');
}
