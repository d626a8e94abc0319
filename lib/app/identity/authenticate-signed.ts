import { type AccessKey, isAccessKeyId, opensDoors, secretOf } from '../../domain/identity/access-key.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import { standing, withImplied } from '../../domain/identity/role.ts';
import type { Fault } from '../../domain/kernel/fault.ts';
import { after, type Instant, type Seconds } from '../../domain/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AccessKeyStore, ProjectStore, UserStore } from '../../ports/identity-store.ts';
import type { Revocations } from '../../ports/revocations.ts';
import type { Sealing } from '../../ports/sealing.ts';

export type SignerPorts = {
  readonly store: AccessKeyStore & UserStore & ProjectStore;
  readonly sealing: Sealing;
  readonly clock: Clock;
  readonly revocations: Revocations;
  /** How long a key may be remembered by a process that is not told of its end. */
  readonly longest: Seconds;
  readonly most: number;
};

/** Who signs with a key, and with what; `unknown` when nobody does, or not any more. */
export type Signer = { readonly kind: 'known'; readonly principal: Principal; readonly secret: string };
export type SignerLookup = Signer | { readonly kind: 'unknown' } | { readonly kind: 'fault'; readonly fault: Fault };

/**
 * Finds who is behind an access key.
 *
 * The bound on revocation is that of tokens: at once in the process that disabled or deleted the key, elsewhere after at most `longest`. Only good answers are
 * remembered, so strangers cannot fill the memory.
 */
export function findSigner(ports: SignerPorts): (accessKeyId: string) => Promise<SignerLookup> {
  const { clock, revocations, longest, most } = ports;
  const known = new Map<string, { readonly signer: Signer; readonly until: Instant }>();
  let era = 0;
  revocations.onRevoked(() => {
    era++;
    known.clear();
  });

  return async (id) => {
    const hit = known.get(id);
    if (hit && clock.now() < hit.until) return hit.signer;
    known.delete(id);
    const began = era;
    const asked = clock.now();
    const signer = await look(ports, id);
    if (signer.kind !== 'known' || era !== began) return signer;
    known.set(id, { signer, until: after(asked, longest) });
    for (const oldest of known.keys()) {
      if (known.size <= most) break;
      known.delete(oldest);
    }
    return signer;
  };
}

async function look({ store, sealing }: SignerPorts, id: string): Promise<SignerLookup> {
  const key = isAccessKeyId(id) ? await store.accessKey(id) : undefined;
  if (!key) return { kind: 'unknown' };
  const [user, assignment, project] = await Promise.all([
    store.user(key.userId),
    store.assignment(key.userId, key.projectId),
    store.project(key.projectId),
  ]);
  if (!user || !assignment || !project?.enabled || !opensDoors(key, user, assignment)) return { kind: 'unknown' };
  const opened = await sealing.open(key.sealedSecret, secretOf(key));
  if (opened.kind === 'fault') return opened;
  return {
    kind: 'known',
    principal: principalOf(key, user.name, user.domainId, project.name, withImplied(assignment.roles)),
    secret: opened.secret,
  };
}

const principalOf = (
  { userId, projectId }: AccessKey,
  userName: string,
  domainId: string,
  projectName: string,
  roles: readonly string[],
): Principal => ({ userId, userName, projectId, projectName, domainId, roles, ...standing(roles) });
