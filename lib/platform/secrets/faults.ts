import { permanent, transient } from '../../domain/kernel/fault.ts';
import type { SecretAnswer } from '../../ports/secrets.ts';

const fault = (what: ReturnType<typeof permanent>): SecretAnswer => ({ kind: 'fault', fault: what });

// What every backend says, in the same words. None of them repeats what the other side said: that may have a value in it.

export const notFound = (backend: string, id: string, why = ''): SecretAnswer =>
  fault(permanent('secret.not-found', `The secret '${backend}:${id}' could not be found${why}.`));

export const refusedBy = (backend: string, id: string, why: string): SecretAnswer =>
  fault(permanent('secret.refused', `The secret '${backend}:${id}' may not be read (${why}).`));

export const noText = (backend: string, id: string): SecretAnswer =>
  fault(permanent('secret.invalid', `The secret '${backend}:${id}' is no text.`));

export const unavailable = (backend: string, why: string): SecretAnswer =>
  fault(transient('secret.unavailable', `The '${backend}' that keeps the secret did not answer (${why}).`));

/** Bytes as text, if they are UTF-8 and nothing else. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
