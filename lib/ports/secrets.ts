import type { Fault } from '../domain/kernel/fault.ts';
import { type Seconds, seconds } from '../domain/kernel/time.ts';
import type { SecretBackendName } from '../domain/secret/reference.ts';

export type SecretAnswer = { readonly kind: 'ok'; readonly value: string } | { readonly kind: 'fault'; readonly fault: Fault };

/** Within this a backend answers, one way or the other. */
export const SECRET_TIMEOUT: Seconds = seconds(5);

/**
 * Somewhere that secrets are kept. Proved by test/conformance/secret-backend.ts against each of them.
 *
 * Faults are returned, never thrown, and say nothing of a value: `secret.not-found` (also when it is somebody else's), `secret.refused` when it may not be
 * read, `secret.invalid` when it is no text, and `secret.unavailable`, which is transient.
 */
export interface SecretBackend {
  /** The value as it is now. @param project whose it must be */
  read(project: string, id: string): Promise<SecretAnswer>;
}

/** Those that this installation has. */
export type SecretBackends = { readonly [B in SecretBackendName]?: SecretBackend | undefined };
