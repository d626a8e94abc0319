import type { Proof } from '../domain/orphan/mark.ts';

/** Signs the marks of what this installation makes, so that its word can be told from everybody else's. */
export interface MarkSigner {
  /** Empty where the installation has no secret. */
  sign(text: string): string;
  /** Compared in constant time. @param signature of any length; undefined or empty: there is none */
  judge(text: string, signature: string | undefined): Proof;
}
