import type { ApplicationCredential } from '../../domain/identity/application-credential.ts';
import { standing } from '../../domain/identity/role.ts';
import type { Token } from '../../domain/identity/token.ts';
import { refused } from '../../domain/kernel/fault.ts';
import type { CredentialStore } from '../../ports/identity-store.ts';
import type { Answer } from '../verb.ts';
import { forbidden } from './validate-token.ts';

type Ports = { readonly store: CredentialStore };

export const unknownCredential = refused('identity.credential.unknown', 'Could not find the application credential.');

export const maySee = (caller: Token, userId: string): boolean => caller.userId === userId || standing(caller.roles).isAdmin;

/** A user's application credentials: one's own, or an administrator asks. Their secrets are known to nobody any more. */
export const listApplicationCredentials =
  ({ store }: Ports) =>
  async (caller: Token, userId: string): Promise<Answer<{ readonly credentials: readonly ApplicationCredential[] }>> =>
    maySee(caller, userId) ? { kind: 'ok', credentials: await store.credentials(userId) } : forbidden;

export const showApplicationCredential =
  ({ store }: Ports) =>
  async (caller: Token, userId: string, id: string): Promise<Answer<{ readonly credential: ApplicationCredential }>> => {
    if (!maySee(caller, userId)) return forbidden;
    const credential = await store.credential(id);
    return credential?.userId === userId ? { kind: 'ok', credential } : unknownCredential;
  };
