import { createHash } from 'node:crypto';
import type { Digest } from '../ports/digest.ts';

/** Of a secret, or of any content. */
export const sha256Digest = (content: string | Uint8Array): ReturnType<Digest> => createHash('sha256').update(content).digest('hex');
