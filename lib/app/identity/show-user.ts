import { standing } from '../../domain/identity/role.ts';
import type { Token } from '../../domain/identity/token.ts';
import type { User } from '../../domain/identity/user.ts';
import { refused } from '../../domain/kernel/fault.ts';
import type { IdentityStore } from '../../ports/identity-store.ts';
import type { Answer } from '../verb.ts';
import { forbidden } from './validate-token.ts';

type Ports = { readonly store: IdentityStore };

/** What the world may know of a user: everything but the password's hash. */
export type PublicUser = Omit<User, 'passwordHash' | 'tokensFrom'>;

const publicly = ({ id, name, domainId, enabled }: User): PublicUser => ({ id, name, domainId, enabled });

/** Oneself, or anybody for an administrator. To everybody else, other users do not exist. */
export const showUser =
  ({ store }: Ports) =>
  async (caller: Token, id: string): Promise<Answer<{ readonly user: PublicUser }>> => {
    const visible = caller.userId === id || standing(caller.roles).isAdmin;
    const user = visible ? await store.user(id) : undefined;
    return user ? { kind: 'ok', user: publicly(user) } : refused('identity.user.unknown', 'Could not find the user.');
  };

/** Every user there is, for administrators. */
export const listUsers =
  ({ store }: Ports) =>
  async (caller: Token): Promise<Answer<{ readonly users: readonly PublicUser[] }>> =>
    standing(caller.roles).isAdmin ? { kind: 'ok', users: (await store.users()).map(publicly) } : forbidden;
