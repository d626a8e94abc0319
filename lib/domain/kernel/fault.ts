import type { Seconds } from './time.ts';

/**
 * Something that went wrong in a way the caller is expected to handle.
 *
 * Faults are values, not exceptions: a policy that refuses and a cloud that
 * throttles are both ordinary outcomes. What is *thrown* is a bug or a broken
 * platform, and only the shell catches it. `code` is dotted words, one per row
 * of docs/reference/faults.md; `message` is a sentence a person can act on;
 * `at` is a JSON pointer to what of the request is wrong, where the message does
 * not say so in words that clients compare.
 */
export type Fault =
  /** Worth trying again as it stands: throttling, capacity, a connection reset. */
  | { readonly kind: 'transient'; readonly code: string; readonly message: string; readonly retryAfter?: Seconds }
  /** Trying again cannot help: a bad spec, a missing image, a size above the maximum. */
  | { readonly kind: 'permanent'; readonly code: string; readonly message: string; readonly at?: string };

/** What a use case answers when it will not do what it was asked. */
export type Refusal = { readonly kind: 'refused'; readonly fault: Fault };

export const permanent = (code: string, message: string): Fault => ({ kind: 'permanent', code, message });
export const transient = (code: string, message: string, retryAfter?: Seconds): Fault =>
  retryAfter === undefined ? { kind: 'transient', code, message } : { kind: 'transient', code, message, retryAfter };

export const refused = (code: string, message: string): Refusal => ({ kind: 'refused', fault: permanent(code, message) });

/** Makes the compiler, not a reviewer, notice a forgotten case. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
