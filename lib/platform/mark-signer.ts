import { createHmac, timingSafeEqual } from 'node:crypto';
import { UNSIGNED } from '../domain/orphan/mark.ts';
import type { MarkSigner } from '../ports/mark-signer.ts';
import { MARKS_KEY, stateFile } from './state-file.ts';

/** HMAC-SHA256, cut to 128 bits: it stands on every resource. @param secrets the first signs; what any of them signed counts, so that one can follow another */
export function markSigner(secrets: readonly string[]): MarkSigner {
  const [current] = secrets;
  if (current === undefined) return UNSIGNED;
  const signed = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('hex').slice(0, 32);
  const matches = (ours: Buffer, theirs: Buffer) => ours.length === theirs.length && timingSafeEqual(ours, theirs);
  return {
    sign: (text) => signed(current, text),
    judge(text, signature) {
      if (!signature) return 'unsigned';
      const theirs = Buffer.from(signature);
      return secrets.some((secret) => matches(Buffer.from(signed(secret, text)), theirs)) ? 'signed' : 'forged';
    },
  };
}

/** The secret of a local service: made at its first start, readable by its owner only, and as old as the state folder. */
export const markSecretIn = (home: string): string => stateFile(home, MARKS_KEY);
