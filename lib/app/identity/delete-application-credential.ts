import type { Token } from '../../domain/identity/token.ts';
import type { CredentialStore } from '../../ports/identity-store.ts';
import type { Revocations } from '../../ports/revocations.ts';
import type { Answer } from '../verb.ts';
import { refuseDelegated } from './refuse-delegated.ts';
import { maySee, unknownCredential } from './show-application-credential.ts';
import { forbidden } from './validate-token.ts';

type Ports = { readonly store: CredentialStore; readonly revocations: Revocations };

/** Ends an application credential, one's own or for an administrator anybody's, and with it every token that was issued for it. */
export const deleteApplicationCredential =
  ({ store, revocations }: Ports) =>
  async (caller: Token, userId: string, id: string): Promise<Answer<object>> => {
    if (!maySee(caller, userId)) return forbidden;
    const delegated = refuseDelegated(caller);
    if (delegated) return delegated;
    const credential = await store.credential(id);
    if (credential?.userId !== userId) return unknownCredential;
    await store.removeCredential(credential);
    revocations.announce();
    return { kind: 'ok' };
  };
