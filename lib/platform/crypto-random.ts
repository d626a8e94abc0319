import { randomBytes } from 'node:crypto';
import type { Random } from '../ports/random.ts';

export const cryptoRandom: Random = {
  entropy() {
    const bytes = randomBytes(8);
    return { high: bytes.readUInt32BE(0), low: bytes.readUInt32BE(4) };
  },
  secret: () => randomBytes(32).toString('hex'),
};
