import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Hmac } from '../ports/hmac.ts';

const sign = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex');

export const sha256Hmac: Hmac = {
  sign,
  matches(secret, text, signature) {
    const [ours, theirs] = [Buffer.from(sign(secret, text)), Buffer.from(signature)];
    return ours.length === theirs.length && timingSafeEqual(ours, theirs);
  },
};
