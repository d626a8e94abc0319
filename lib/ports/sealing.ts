import type { Fault } from '../domain/kernel/fault.ts';

/** What a sealed secret is bound to. Sealed for one thing, it opens for no other, whoever copied it there. */
export type SealedFor = { readonly project: string; readonly object: string };

/**
 * Keeps the few secrets that the service itself must read again: what signs a webhook, what an access key's signatures are checked with. A secret that is
 * only ever compared is hashed instead.
 *
 * Proved by test/conformance/sealing.ts against each backend.
 */
export interface Sealing {
  /** Sealing the same twice gives two different texts. */
  seal(
    secret: string,
    binding: SealedFor,
  ): Promise<{ readonly kind: 'sealed'; readonly text: string } | { readonly kind: 'fault'; readonly fault: Fault }>;

  /** A text that was altered, sealed for something else or by another key is a permanent fault that does not say which. */
  open(
    text: string,
    binding: SealedFor,
  ): Promise<{ readonly kind: 'opened'; readonly secret: string } | { readonly kind: 'fault'; readonly fault: Fault }>;
}
