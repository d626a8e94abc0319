import { z } from 'zod';
import type { Proof, UserRef } from '../../app/identity/authenticate.ts';
import type { TokenRequest } from '../../app/identity/issue-token.ts';
import type { ScopeRequest } from '../../domain/identity/scope.ts';
import { permanent } from '../../domain/kernel/fault.ts';
import { Id, Name, type Parsed, parseBody, Secret } from './parse-body.ts';

// Fields nobody here knows are ignored, as Keystone ignores them: clients send more than they need.
type Named = { readonly id?: string | undefined; readonly name?: string | undefined };
const hasIdOrName = ({ id, name }: Named): boolean => id !== undefined || name !== undefined;
const idOrName = 'id or name must be present.';

const DomainRef = z.object({ id: Id.optional(), name: Name.optional() }).refine(hasIdOrName, idOrName);
const User = z.object({ id: Id.optional(), name: Name.optional(), domain: DomainRef.optional() });
const Project = User.refine(hasIdOrName, idOrName);

/** Old clients say `{"unscoped": {}}`. Of the rest nobody has more than the name. */
const Scope = z.preprocess(
  (scope) => (scope === 'unscoped' ? { unscoped: {} } : scope),
  z
    .object({
      project: Project.optional(),
      unscoped: z.unknown().optional(),
      domain: z.unknown().optional(),
      system: z.unknown().optional(),
      'OS-TRUST:trust': z.unknown().optional(),
    })
    .refine((scope) => Object.values(scope).filter((value) => value !== undefined).length === 1, 'must name exactly one scope'),
);

const Body = z.object({
  auth: z.object({
    identity: z.object({
      methods: z.array(z.string().max(64)).min(1).max(16),
      password: z.object({ user: User.extend({ password: Secret }).refine(hasIdOrName, idOrName) }).optional(),
      token: z.object({ id: Secret }).optional(),
      application_credential: z
        .object({ id: Id.optional(), name: Name.optional(), user: User.refine(hasIdOrName, idOrName).optional(), secret: Secret })
        .refine(
          ({ id, name, user }) => id !== undefined || (name !== undefined && user !== undefined),
          'id, or name and user, must be present.',
        )
        .optional(),
    }),
    scope: Scope.optional(),
  }),
});
type Auth = z.infer<typeof Body>['auth'];

const METHODS = ['password', 'token', 'application_credential'] as const;
const isMethod = (text: string): text is (typeof METHODS)[number] => METHODS.some((method) => method === text);

/** The body of POST /v3/auth/tokens. */
export function parseAuthRequest(body: string): Parsed<TokenRequest> {
  const parsed = parseBody(Body, body);
  if (parsed.kind === 'fault') return parsed;
  const { identity, scope } = parsed.value.auth;
  const methods = [...new Set(identity.methods)];
  const [method = '', ...others] = methods;
  if (!methods.every(isMethod)) return fault('identity.method.unsupported', 'Attempted to authenticate with an unsupported method.');
  if (!isMethod(method) || others.length > 0) return fault('request.malformed', 'Expecting to find exactly one method in identity.');
  const proof = proofOf(method, identity);
  if (!proof) return fault('request.malformed', `Expecting to find ${method} in identity.`);
  return { kind: 'ok', value: { proof, scope: scope && scopeOf(scope) } };
}

const fault = (code: string, message: string) => ({ kind: 'fault', fault: permanent(code, message) }) as const;

function proofOf(
  method: (typeof METHODS)[number],
  { password, token, application_credential: credential }: Auth['identity'],
): Proof | undefined {
  switch (method) {
    case 'password':
      return password && { method, user: userOf(password.user), password: password.user.password };
    case 'token':
      return token && { method, token: token.id };
    case 'application_credential': {
      if (!credential) return undefined;
      const { id, name = '', user = {}, secret } = credential;
      return { method, secret, credential: id !== undefined ? { id } : { name, user: userOf(user) } };
    }
  }
}

const userOf = ({ id, name = '', domain }: z.infer<typeof User>): UserRef => (id !== undefined ? { id } : { name, domain });

function scopeOf({ project, unscoped }: z.infer<typeof Scope>): ScopeRequest {
  if (project) {
    const { id, name = '', domain } = project;
    return id !== undefined ? { kind: 'project', id } : { kind: 'project', name, domain };
  }
  return { kind: unscoped === undefined ? 'other' : 'unscoped' };
}
