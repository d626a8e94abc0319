import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UNSIGNED } from '../domain/orphan/mark.ts';
import type { MarkSigner } from '../ports/mark-signer.ts';
import { errorCode } from './error-code.ts';

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
export function markSecretIn(home: string): string {
  const file = join(home, 'marks.key');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 });
  try {
    // Two processes may get here at once; the one that is first decides for both, and nobody ever reads half a secret.
    linkSync(draft, file);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length < 64) throw new Error(`${file} does not hold 64 hexadecimal digits.`);
  return secret;
}
