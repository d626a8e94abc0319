import type { ApplicationCredential } from '../../domain/identity/application-credential.ts';
import { ROLES, type RoleName, roleId } from '../../domain/identity/role.ts';
import type { Token } from '../../domain/identity/token.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { makeId } from '../../domain/kernel/ids.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { Answer } from '../verb.ts';
import type { IdentityPorts } from './ports.ts';
import { refuseDelegated } from './refuse-delegated.ts';
import { forbidden } from './validate-token.ts';

export type NewCredential = {
  readonly name: string;
  readonly description: string | null;
  /** Undefined: we make one. */
  readonly secret: string | undefined;
  readonly expiresAt: Instant | null;
  /** By name or id. Undefined: all of the token's. */
  readonly roles: readonly string[] | undefined;
  readonly unrestricted: boolean;
};

/** Keeps a list a list. */
const MOST_PER_USER = 100;

/** Makes an application credential for the caller, in the project of their token, with no more roles than the token carries. */
export const createApplicationCredential =
  (ports: IdentityPorts) =>
  async (
    caller: Token,
    userId: string,
    wanted: NewCredential,
  ): Promise<Answer<{ readonly credential: ApplicationCredential; readonly secret: string }>> => {
    const { store, clock, random, passwordHash } = ports;
    if (caller.userId !== userId) return forbidden;
    const delegated = refuseDelegated(caller);
    if (delegated) return delegated;
    if (!caller.project)
      return refused('identity.forbidden', 'An application credential belongs to a project: use a token that is scoped to one.');

    const now = clock.now();
    if (wanted.expiresAt !== null && wanted.expiresAt <= now)
      return refused('identity.expiry.past', "The 'expires_at' must not be before now.");
    const roles = chooseRoles(caller, wanted.roles);
    if ('kind' in roles) return roles;
    if ((await store.credentials(userId)).length >= MOST_PER_USER) {
      return refused('identity.credential.limit', `A user may have ${MOST_PER_USER} application credentials.`);
    }

    const secret = wanted.secret ?? random.secret();
    const secretHash = await ports.turns(() => passwordHash.hash(secret));
    if (typeof secretHash !== 'string') return { kind: 'refused', fault: secretHash };
    const credential: ApplicationCredential = {
      id: makeId(now, 0, random.entropy()).replaceAll('-', ''),
      name: wanted.name,
      description: wanted.description,
      userId,
      projectId: caller.project.id,
      roles,
      secretHash,
      expiresAt: wanted.expiresAt,
      unrestricted: wanted.unrestricted,
      createdAt: now,
    };
    if ((await store.addCredential(credential)) === 'taken') {
      return refused('identity.credential.taken', `An application credential named ${wanted.name} exists already.`);
    }
    return { kind: 'ok', credential, secret };
  };

function chooseRoles(caller: Token, wanted: readonly string[] | undefined): readonly RoleName[] | Refusal {
  if (!wanted || wanted.length === 0) return caller.roles;
  const roles = wanted.map((text) => ROLES.find((role) => role === text || roleId(role) === text));
  if (roles.includes(undefined)) return refused('identity.role.unknown', 'Could not find one of the roles.');
  const known = roles.filter((role) => role !== undefined);
  return known.every((role) => caller.roles.includes(role))
    ? ROLES.filter((role) => known.includes(role))
    : refused('identity.role.unassigned', 'Cannot create an application credential with unassigned role');
}
