import { type BinaryLike, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import type { PasswordHash } from '../ports/password-hash.ts';

/** Cost, block size, parallelism. Memory is 128·N·r bytes, time grows with N·r·p. */
export type ScryptCost = { readonly N: number; readonly r: number; readonly p: number };

/** 16 MiB and about an eighth of a second: of the settings OWASP holds equal, the one that needs least memory at once. */
const COST: ScryptCost = { N: 2 ** 14, r: 8, p: 5 };
const KEY_BYTES = 32;

/**
 * Hashes as `scrypt$N$r$p$salt$key`: the parameters travel with the hash, so that raising them does not lock out anybody whose hash is older.
 *
 * The work is done on libuv's threads; the event loop goes on serving.
 */
export function scryptPasswordHash(cost: ScryptCost = COST): PasswordHash {
  const nobody = format(cost, Buffer.alloc(16), Buffer.alloc(KEY_BYTES));
  return {
    async hash(password) {
      const salt = randomBytes(16);
      return format(cost, salt, await derive(password, salt, cost));
    },
    async verify(password, hash) {
      const stored = parse(hash ?? nobody);
      if (!stored) throw new Error('a stored password hash is not one of ours');
      const key = await derive(password, stored.salt, stored.cost);
      return timingSafeEqual(key, stored.key) && hash !== undefined;
    },
  };
}

const format = ({ N, r, p }: ScryptCost, salt: Buffer, key: Buffer): string =>
  ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');

function parse(hash: string): { readonly cost: ScryptCost; readonly salt: Buffer; readonly key: Buffer } | undefined {
  const found = /^scrypt\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$([\w-]+)\$([\w-]{43})$/.exec(hash);
  if (!found) return undefined;
  const [, N, r, p, salt = '', key = ''] = found;
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  };
}

function derive(password: BinaryLike, salt: Buffer, cost: ScryptCost): Promise<Buffer> {
  // Node refuses whatever needs more than 32 MiB unless told how much is expected.
  const options: ScryptOptions = { ...cost, maxmem: 256 * cost.N * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
