import { afterFailure, waitFor } from '../../domain/identity/throttle.ts';
import { type Fault, permanent, transient } from '../../domain/kernel/fault.ts';
import type { IdentityPorts } from './ports.ts';

type Guess = {
  /** Whose secret it claims to be: what failures are counted by. The same for a name that does not exist. */
  readonly subject: string;
  readonly given: string;
  /** Undefined when there is no such subject: the same work is done, in vain. */
  readonly hash: string | undefined;
};

/** One answer for everything that can be wrong, so that it tells nothing. */
export const unauthenticated = permanent('identity.unauthenticated', 'The request you have made requires authentication.');

/**
 * Compares a secret with its hash, and makes guessing slow.
 *
 * A failure is counted before its turn ends, and the count is looked at when a turn begins: so at most as many guesses slip through at
 * once as there are turns, in each process that serves log-ins.
 *
 * @returns undefined when the secret is right
 */
export async function checkSecret(ports: IdentityPorts, { subject, given, hash }: Guess): Promise<Fault | undefined> {
  const key = ports.digest(subject);
  return await ports.turns(async () => {
    const { attempts } = await ports.store.attempts(key);
    const wait = waitFor(attempts, ports.clock.now());
    if (wait > 0) return transient('identity.throttled', `Too many failed attempts. Try again in ${wait} seconds.`, wait);

    if (await ports.passwordHash.verify(given, hash)) {
      if (attempts) await ports.store.forgetAttempts(key);
      return undefined;
    }
    await countFailure(ports, key);
    return unauthenticated;
  });
}

async function countFailure({ store, clock }: IdentityPorts, key: string): Promise<void> {
  for (;;) {
    const { attempts, version } = await store.attempts(key);
    // Losing means that another failure was counted: each round somebody wins, so as many rounds as there are guessers end it.
    if ((await store.recordAttempts(key, afterFailure(attempts, clock.now()), version)) === 'recorded') return;
  }
}
