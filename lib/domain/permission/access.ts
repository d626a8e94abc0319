import type { Instant } from '../kernel/time.ts';

/** What a grant says, weakest first; the second includes the first. */
export const ACCESSES = ['read-only', 'read-write'] as const;
export type Access = (typeof ACCESSES)[number];

/** What a grant has to say to let a caller at something, and the moment at which it is to be good. */
export type Reach = { readonly accesses: readonly Access[]; readonly at: Instant };
