import { type ApplicationCredential, opens } from '../../domain/identity/application-credential.ts';
import { type DomainRef, domainIdOf } from '../../domain/identity/domain.ts';
import type { Token } from '../../domain/identity/token.ts';
import type { User } from '../../domain/identity/user.ts';
import { type Fault, permanent, unreachable } from '../../domain/kernel/fault.ts';
import { checkSecret, unauthenticated } from './check-secret.ts';
import { findToken } from './find-token.ts';
import type { IdentityPorts } from './ports.ts';

export type UserRef = { readonly id: string } | { readonly name: string; readonly domain: DomainRef };
export type CredentialRef = { readonly id: string } | { readonly name: string; readonly user: UserRef };

/** How somebody means to show who they are. */
export type Proof =
  | { readonly method: 'password'; readonly user: UserRef; readonly password: string }
  | { readonly method: 'token'; readonly token: string }
  | { readonly method: 'application_credential'; readonly credential: CredentialRef; readonly secret: string };

/** Who it was, and what they showed: a new token may not outlive the old one, nor reach further than the credential. */
export type Authenticated = { readonly user: User; readonly parent?: Token; readonly credential?: ApplicationCredential };

type Outcome = Authenticated | { readonly fault: Fault };

const delegated = permanent(
  'identity.forbidden',
  'You are not authorized to perform the requested action: a token of an application credential cannot be used to create another token.',
);

export function authenticate(ports: IdentityPorts, proof: Proof): Promise<Outcome> {
  switch (proof.method) {
    case 'password':
      return byPassword(ports, proof);
    case 'token':
      return byToken(ports, proof.token);
    case 'application_credential':
      return byCredential(ports, proof);
    default:
      return unreachable(proof);
  }
}

async function byPassword(ports: IdentityPorts, proof: Extract<Proof, { method: 'password' }>): Promise<Outcome> {
  const user = await findUser(ports, proof.user);
  const subject = user ? `user ${user.id}` : `nobody ${JSON.stringify(proof.user)}`;
  const fault = await checkSecret(ports, { subject, given: proof.password, hash: user?.passwordHash });
  if (fault || !user?.enabled) return { fault: fault ?? unauthenticated };
  return { user };
}

async function byToken(ports: IdentityPorts, secret: string): Promise<Outcome> {
  const parent = await findToken(ports, secret);
  const user = parent && (await ports.store.user(parent.userId));
  if (!parent || !user) return { fault: unauthenticated };
  // Trading it in would shed the limits it was made with.
  return parent.credential ? { fault: delegated } : { user, parent };
}

async function byCredential(ports: IdentityPorts, proof: Extract<Proof, { method: 'application_credential' }>): Promise<Outcome> {
  const credential = await findCredential(ports, proof.credential);
  const subject = credential ? `credential ${credential.id}` : `no credential ${JSON.stringify(proof.credential)}`;
  const fault = await checkSecret(ports, { subject, given: proof.secret, hash: credential?.secretHash });
  if (fault || !credential) return { fault: fault ?? unauthenticated };

  const [user, assignment] = await Promise.all([
    ports.store.user(credential.userId),
    ports.store.assignment(credential.userId, credential.projectId),
  ]);
  return user?.enabled && opens(credential, assignment, ports.clock.now()) ? { user, credential } : { fault: unauthenticated };
}

async function findUser({ store }: IdentityPorts, ref: UserRef): Promise<User | undefined> {
  if ('id' in ref) return store.user(ref.id);
  const domainId = domainIdOf(ref.domain);
  return domainId === undefined ? undefined : store.userNamed(domainId, ref.name);
}

async function findCredential(ports: IdentityPorts, ref: CredentialRef): Promise<ApplicationCredential | undefined> {
  if ('id' in ref) return ports.store.credential(ref.id);
  const user = await findUser(ports, ref.user);
  return user && ports.store.credentialNamed(user.id, ref.name);
}
