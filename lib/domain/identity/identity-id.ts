import { mix } from '../kernel/ids.ts';

const SEEDS = [0x2545f491, 0x6c078965, 0x9908b0df, 0xefc60000] as const;

/**
 * The id of something that is known by its name: 32 hexadecimal digits, as Keystone writes ids.
 *
 * It follows from the name so that setting up the same users twice, or in a table that forgets, gives the same ids: what a project
 * owns stays its own. Names that come from strangers never become ids this way.
 */
export const identityId = (kind: string, domainId: string, name: string): string =>
  SEEDS.map((seed) => mix(`${kind}/${domainId}/${name}`, seed).toString(16).padStart(8, '0')).join('');
