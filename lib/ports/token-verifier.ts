import type { Principal } from '../domain/identity/principal.ts';
import type { Fault } from '../domain/kernel/fault.ts';
import type { Instant } from '../domain/kernel/time.ts';

export type Verification =
  | { readonly kind: 'valid'; readonly principal: Principal; readonly expiresAt: Instant }
  /** Unknown, expired, revoked, or not scoped to a project. Which of these is nobody's business. */
  | { readonly kind: 'invalid' }
  /** Nobody could tell: the identity service does not answer. Says nothing about the token, and must not be told as 401. */
  | { readonly kind: 'unavailable'; readonly fault: Fault };

/** Says who is behind a token. Never throws for anything a client can send, and never repeats the token in what it says. */
export interface TokenVerifier {
  verify(token: string): Promise<Verification>;
}
