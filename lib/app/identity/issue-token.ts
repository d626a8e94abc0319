import { domainIdOf } from '../../domain/identity/domain.ts';
import type { Project } from '../../domain/identity/project.ts';
import { withImplied } from '../../domain/identity/role.ts';
import { resolveScope, type Scope, type ScopeRequest } from '../../domain/identity/scope.ts';
import type { Token } from '../../domain/identity/token.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { after, instant } from '../../domain/kernel/time.ts';
import type { Answer } from '../verb.ts';
import { type Authenticated, authenticate, type Proof } from './authenticate.ts';
import type { IdentityPorts } from './ports.ts';

export type TokenRequest = {
  readonly proof: Proof;
  /** Undefined when the client asked for none, which is not the same as asking for an unscoped token. */
  readonly scope: ScopeRequest | undefined;
};

/** The only place where a token itself is seen: it goes to its bearer and nowhere else. */
export type Issued = { readonly secret: string; readonly token: Token };

/** Answers proof of who somebody is with a token for what they asked for. */
export const issueToken =
  (ports: IdentityPorts) =>
  async ({ proof, scope }: TokenRequest): Promise<Answer<Issued>> => {
    if (proof.method === 'application_credential' && scope) {
      return refused(
        'identity.scope.fixed',
        'Error authenticating with application credential: Application credentials cannot request a scope.',
      );
    }
    const who = await authenticate(ports, proof);
    if ('fault' in who) return { kind: 'refused', fault: who.fault };

    const granted = await grantScope(ports, who, scope ?? { kind: 'unscoped' });
    return granted.kind === 'refused' ? granted : { kind: 'ok', ...(await mint(ports, who, proof.method, granted.scope)) };
  };

type Granted = { readonly kind: 'ok'; readonly scope: Scope } | Refusal;

async function grantScope({ store }: IdentityPorts, { user, credential }: Authenticated, asked: ScopeRequest): Promise<Granted> {
  const request: ScopeRequest = credential ? { kind: 'project', id: credential.projectId } : asked;
  const project = await findProject(store, request);
  const assignment = project && (await store.assignment(user.id, project.id));
  const granted = resolveScope(request, project, assignment);
  if (granted.kind === 'refused' || !credential) return granted;
  return { kind: 'ok', scope: { ...granted.scope, roles: withImplied(credential.roles) } };
}

async function findProject(store: IdentityPorts['store'], request: ScopeRequest): Promise<Project | undefined> {
  if (request.kind !== 'project') return undefined;
  if ('id' in request) return store.project(request.id);
  const domainId = domainIdOf(request.domain);
  return domainId === undefined ? undefined : store.projectNamed(domainId, request.name);
}

async function mint(ports: IdentityPorts, { user, parent, credential }: Authenticated, method: string, scope: Scope): Promise<Issued> {
  const now = ports.clock.now();
  // A traded token ends when the first would have: otherwise trading would be a way never to log in again.
  const ends = [after(now, ports.tokenLifetime), parent?.expiresAt, credential?.expiresAt].filter(
    (end) => end !== null && end !== undefined,
  );
  const token: Token = {
    userId: user.id,
    userName: user.name,
    domainId: user.domainId,
    methods: [...new Set([method, ...(parent?.methods ?? [])])],
    project: scope.project && { id: scope.project.id, name: scope.project.name, domainId: scope.project.domainId },
    roles: scope.roles,
    credential: credential ? { id: credential.id, name: credential.name, unrestricted: credential.unrestricted } : null,
    auditIds: [ports.random.secret().slice(0, 32), ...(parent?.auditIds.slice(-1) ?? [])],
    issuedAt: now,
    expiresAt: instant(Math.min(...ends)),
  };
  const secret = ports.random.secret();
  await ports.store.addToken(ports.digest(secret), token);
  return { secret, token };
}
