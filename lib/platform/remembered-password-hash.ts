import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { after, type Instant, type Seconds } from '../domain/kernel/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { PasswordHash } from '../ports/password-hash.ts';

type Memory = { readonly clock: Clock; readonly longest: Seconds; readonly most: number };

/**
 * Spares those who were right a moment ago the slow hash: command-line clients log in for every command.
 *
 * A wrong password is as slow as ever, and so is a name that does not exist; only whoever has the password can tell the difference. What is remembered is a
 * keyed digest under a key that never leaves this process, found by the stored hash: a changed password is a hash nobody remembers.
 */
export function rememberedPasswordHash(inner: PasswordHash, { clock, longest, most }: Memory): PasswordHash {
  const key = randomBytes(32);
  const known = new Map<string, { readonly mac: Buffer; readonly until: Instant }>();
  const macOf = (password: string) => createHmac('sha256', key).update(password).digest();

  return {
    hash: (password) => inner.hash(password),
    async verify(password, hash) {
      const mac = macOf(password);
      const hit = hash === undefined ? undefined : known.get(hash);
      if (hit && clock.now() < hit.until && timingSafeEqual(hit.mac, mac)) return true;
      if (!(await inner.verify(password, hash)) || hash === undefined) return false;

      known.delete(hash);
      known.set(hash, { mac, until: after(clock.now(), longest) });
      for (const oldest of known.keys()) {
        if (known.size <= most) break;
        known.delete(oldest);
      }
      return true;
    },
  };
}
