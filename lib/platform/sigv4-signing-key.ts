import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SigningKey } from '../ports/signing-key.ts';

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** A client signs with one secret in one region all day: four of the five hashes need making once. */
const MOST_KNOWN = 1_000;

export function sigv4SigningKey(): SigningKey {
  const known = new Map<string, Buffer>();
  const derive = (secret: string, day: string, region: string, service: string): Buffer => {
    const name = JSON.stringify([secret, day, region, service]);
    const remembered = known.get(name);
    if (remembered) return remembered;
    const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`) as Buffer;
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(name, key);
    return key;
  };
  return {
    matches(secret, { day, region, service }, text, signature) {
      const ours = Buffer.from(hmac(derive(secret, day, region, service), text).toString('hex'));
      const theirs = Buffer.from(signature);
      return ours.length === theirs.length && timingSafeEqual(ours, theirs);
    },
  };
}
