import { createHash } from 'node:crypto';
import type { Digest } from '../ports/digest.ts';

export const sha256Digest: Digest = (secret) => createHash('sha256').update(secret).digest('hex');
