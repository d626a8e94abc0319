import type { Fault } from '../domain/kernel/fault.ts';
import type { SealedFor } from '../domain/outgoing/sealed-for.ts';

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
