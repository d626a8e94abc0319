import type { Instant } from '../../kernel/time.ts';

/** Bad news of one resource, in whatever words somebody brought it. */
export type Fact = {
  /** Who says so: `ec2`, `docker`, `nova` and the like. */
  readonly source: string;
  /** Whose it is, as the source has it. */
  readonly project?: string;
  /** Where our marks are on it. */
  readonly nodeId?: string;
  readonly physicalId?: string;
  /** Whose mark is on it, where marks name the installation. */
  readonly installation?: string;
  /** A sentence for people, without its full stop. */
  readonly reason: string;
  /** There is no such resource any more. */
  readonly gone: boolean;
  /** Whether it is over for good. What may have passed by now is looked at before anything is done. */
  readonly certain: boolean;
  readonly at: Instant;
};

/** What a message was read as. `nothing`: it was understood, and it is no bad news. */
export type Reading = { readonly kind: 'fact'; readonly fact: Fact } | { readonly kind: 'nothing' } | { readonly kind: 'unknown' };

export const NOTHING: Reading = { kind: 'nothing' };
export const UNKNOWN: Reading = { kind: 'unknown' };
export const factOf = (fact: Fact): Reading => ({ kind: 'fact', fact });

/** What a message does not say itself. */
export type Aside = {
  readonly now: Instant;
  /** The node that whoever set the message up said it would be about. */
  readonly nodeId?: string | undefined;
};

/** Reads one kind of message. Pure: the same bytes are the same news. */
export type Reader = (message: unknown, aside: Aside) => Reading;
