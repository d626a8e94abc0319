import { type AccessKey, accessKeyId, secretOf } from '../../domain/identity/access-key.ts';
import type { Token } from '../../domain/identity/token.ts';
import { refused } from '../../domain/kernel/fault.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AccessKeyStore, UserStore } from '../../ports/identity-store.ts';
import type { Random } from '../../ports/random.ts';
import type { Revocations } from '../../ports/revocations.ts';
import type { Sealing } from '../../ports/sealing.ts';
import type { Answer } from '../verb.ts';
import { refuseDelegated } from './refuse-delegated.ts';
import { maySee } from './show-application-credential.ts';
import { forbidden } from './validate-token.ts';

type Ports = {
  readonly store: AccessKeyStore & UserStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly sealing: Sealing;
  readonly revocations: Revocations;
};

/** Keeps a list a list, and leaves room to rotate. */
const MOST_PER_USER = 20;

export const unknownAccessKey = refused('identity.access-key.unknown', 'Could not find the access key.');

/** Makes a key for the caller in a project where they have a role: by default the one of their token. The secret is told once. */
export const createAccessKey =
  ({ store, clock, random, sealing }: Ports) =>
  async (caller: Token, userId: string, projectId: string): Promise<Answer<{ readonly key: AccessKey; readonly secret: string }>> => {
    if (caller.userId !== userId) return forbidden;
    const delegated = refuseDelegated(caller);
    if (delegated) return delegated;
    if (!(await store.assignment(userId, projectId))) {
      return refused('identity.access-key.project', 'An access key belongs to a project in which its user has a role.');
    }
    if ((await store.accessKeys(userId)).length >= MOST_PER_USER) {
      return refused('identity.access-key.limit', `A user may have ${MOST_PER_USER} access keys.`);
    }
    const id = accessKeyId(random.entropy(), random.entropy());
    // As long as AWS's own, and of letters and digits alone.
    const secret = random.secret().slice(0, 40);
    const sealed = await sealing.seal(secret, secretOf({ id, projectId }));
    if (sealed.kind === 'fault') return { kind: 'refused', fault: sealed.fault };
    const key: AccessKey = { id, userId, projectId, sealedSecret: sealed.text, enabled: true, createdAt: clock.now() };
    if ((await store.addAccessKey(key)) === 'taken') throw new Error('two access keys drew the same name');
    return { kind: 'ok', key, secret };
  };

/** A user's keys: one's own, or an administrator asks. */
export const listAccessKeys =
  ({ store }: Pick<Ports, 'store'>) =>
  async (caller: Token, userId: string): Promise<Answer<{ readonly keys: readonly AccessKey[] }>> =>
    maySee(caller, userId) ? { kind: 'ok', keys: await store.accessKeys(userId) } : forbidden;

export const showAccessKey =
  ({ store }: Pick<Ports, 'store'>) =>
  async (caller: Token, userId: string, id: string): Promise<Answer<{ readonly key: AccessKey }>> => {
    if (!maySee(caller, userId)) return forbidden;
    const key = await store.accessKey(id);
    return key?.userId === userId ? { kind: 'ok', key } : unknownAccessKey;
  };

/** Disables a key, or enables it again: how one is rotated without haste. */
export const updateAccessKey =
  (ports: Pick<Ports, 'store' | 'revocations'>) =>
  async (caller: Token, userId: string, id: string, enabled: boolean): Promise<Answer<{ readonly key: AccessKey }>> => {
    const shown = await showAccessKey(ports)(caller, userId, id);
    const delegated = refuseDelegated(caller);
    if (shown.kind === 'refused' || delegated) return delegated ?? shown;
    const key = { ...shown.key, enabled };
    await ports.store.replaceAccessKey(key);
    ports.revocations.announce();
    return { kind: 'ok', key };
  };

/** Ends a key. What it signed is refused from now on: here at once, elsewhere within seconds. */
export const deleteAccessKey =
  (ports: Pick<Ports, 'store' | 'revocations'>) =>
  async (caller: Token, userId: string, id: string): Promise<Answer<object>> => {
    const shown = await showAccessKey(ports)(caller, userId, id);
    const delegated = refuseDelegated(caller);
    if (shown.kind === 'refused' || delegated) return delegated ?? shown;
    await ports.store.removeAccessKey(shown.key);
    ports.revocations.announce();
    return { kind: 'ok' };
  };
