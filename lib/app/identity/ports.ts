import type { Seconds } from '../../domain/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Digest } from '../../ports/digest.ts';
import type { IdentityStore } from '../../ports/identity-store.ts';
import type { PasswordHash } from '../../ports/password-hash.ts';
import type { Random } from '../../ports/random.ts';
import type { Revocations } from '../../ports/revocations.ts';
import type { Sealing } from '../../ports/sealing.ts';
import type { Turns } from './turns.ts';

/** What the verbs of identity need from the world. */
export type IdentityPorts = {
  readonly store: IdentityStore;
  readonly passwordHash: PasswordHash;
  readonly digest: Digest;
  readonly clock: Clock;
  readonly random: Random;
  readonly sealing: Sealing;
  readonly revocations: Revocations;
  /** Every slow hash takes a turn. */
  readonly turns: Turns;
  readonly tokenLifetime: Seconds;
};
