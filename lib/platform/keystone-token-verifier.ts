import { z } from 'zod';
import { standing } from '../domain/identity/role.ts';
import { type Fault, transient } from '../domain/kernel/fault.ts';
import { instant, seconds } from '../domain/kernel/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { TokenVerifier, Verification } from '../ports/token-verifier.ts';
import { type KeystoneAnswer, type KeystoneSettings, keystoneSession } from './keystone-session.ts';

const Body = z.object({
  token: z.object({
    expires_at: z.iso.datetime({ offset: true }),
    user: z.object({ id: z.string(), name: z.string(), domain: z.object({ id: z.string().nullish() }).nullish() }),
    project: z.object({ id: z.string(), name: z.string() }).nullish(),
    roles: z.array(z.object({ name: z.string() })).nullish(),
  }),
});

/** What may stand in a header, and no longer than any token format of Keystone's. */
const TOKEN = /^[\x21-\x7e]{1,8192}$/;

const unavailable = (why: string): Verification => {
  const fault: Fault = transient('identity.unavailable', `The identity service cannot verify tokens: ${why}`, seconds(5));
  return { kind: 'unavailable', fault };
};

/**
 * Verifies tokens that another Keystone issued, by asking it, as a service user of its own.
 *
 * A token is `invalid` only when that Keystone says so. Whatever else goes wrong, including our own user being refused, is `unavailable`: it
 * says nothing about the caller.
 */
export function keystoneTokenVerifier(settings: KeystoneSettings, clock: Clock): TokenVerifier {
  const session = keystoneSession(settings, clock);
  return {
    async verify(token) {
      if (!TOKEN.test(token)) return { kind: 'invalid' };
      const answer = await session.get('/auth/tokens?nocatalog', { 'x-subject-token': token });
      return typeof answer === 'string' ? unavailable(answer) : read(answer, clock);
    },
  };
}

function read({ status, body }: KeystoneAnswer, clock: Clock): Verification {
  if (status === 404) return { kind: 'invalid' };
  if (status === 403) return unavailable('its service user is not allowed to validate tokens.');
  if (status !== 200) return unavailable(`it answered ${status}.`);
  const parsed = Body.safeParse(body);
  if (!parsed.success) return unavailable('its answer was not understood.');

  const { user, project, roles, expires_at: expires } = parsed.data.token;
  const expiresAt = instant(Date.parse(expires));
  if (!project || clock.now() >= expiresAt) return { kind: 'invalid' };
  const names = (roles ?? []).map(({ name }) => name);
  return {
    kind: 'valid',
    expiresAt,
    principal: {
      userId: user.id,
      userName: user.name,
      projectId: project.id,
      projectName: project.name,
      domainId: user.domain?.id ?? null,
      roles: names,
      ...standing(names),
    },
  };
}
