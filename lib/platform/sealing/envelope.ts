import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SealedFor } from '../../domain/outgoing/sealed-for.ts';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Bound to what it is for: the binding is authenticated, not stored. */
const boundTo = ({ project, object }: SealedFor): Buffer => Buffer.from(JSON.stringify([project, object]));

/** @param key 32 bytes @returns base64url of initialisation vector, tag and cipher text */
export function encrypt(key: Buffer, secret: string, binding: SealedFor): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(boundTo(binding));
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url');
}

/** @returns undefined when it was altered, or encrypted with another key or for something else */
export function decrypt(key: Buffer, sealed: string, binding: SealedFor): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES }).setAAD(boundTo(binding));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
