import { DEFAULT_DOMAIN } from '../../domain/identity/domain.ts';
import type { FirstUser } from '../../domain/identity/first-users.ts';
import { identityId } from '../../domain/identity/identity-id.ts';
import type { User } from '../../domain/identity/user.ts';
import type { IdentityPorts } from './ports.ts';

export type FirstUserWithPassword = FirstUser & { readonly password: string };

type BootstrapPorts = Pick<IdentityPorts, 'store' | 'passwordHash' | 'clock' | 'revocations'>;

/**
 * Makes sure that the first users exist, each with its project, role and password.
 *
 * Safe to repeat, and to run twice at once: ids follow from names, and a user whose password is right already is left alone. Changing a
 * password ends the tokens that the old one opened.
 */
export const bootstrap =
  (ports: BootstrapPorts) =>
  async (users: readonly FirstUserWithPassword[]): Promise<void> => {
    await Promise.all(users.map((user) => settle(ports, user)));
  };

async function settle(ports: BootstrapPorts, first: FirstUserWithPassword): Promise<void> {
  const { store } = ports;
  const domainId = DEFAULT_DOMAIN.id;
  const projectId = identityId('project', domainId, first.project);
  const userId = identityId('user', domainId, first.user);
  await Promise.all([
    store.addProject({ id: projectId, name: first.project, domainId, description: '', enabled: true }),
    store.assign({ userId, projectId, roles: [first.role] }),
    settleUser(ports, { id: userId, name: first.user, domainId }, first.password),
  ]);
}

async function settleUser(ports: BootstrapPorts, named: Pick<User, 'id' | 'name' | 'domainId'>, password: string): Promise<void> {
  const { store, passwordHash, clock, revocations } = ports;
  const existing = await store.user(named.id);
  if (existing && (await passwordHash.verify(password, existing.passwordHash))) return;

  const user: User = {
    ...named,
    enabled: existing?.enabled ?? true,
    passwordHash: await passwordHash.hash(password),
    tokensFrom: clock.now(),
  };
  // `taken` means that another start was faster: it had the same passwords, or ours are newer.
  if (existing || (await store.addUser(user)) === 'taken') await store.replaceUser(user);
  if (existing) revocations.announce();
}
