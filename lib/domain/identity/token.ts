import { z } from 'zod';
import { Instant } from '../kernel/time.ts';
import type { ApplicationCredential } from './application-credential.ts';
import type { Principal } from './principal.ts';
import { RoleName, standing } from './role.ts';
import type { User } from './user.ts';

/** What a token means. The token itself, 256 random bits, is known to its bearer only; the store has its digest. */
export const Token = z
  .object({
    userId: z.string(),
    userName: z.string(),
    domainId: z.string(),
    methods: z.array(z.string()).readonly(),
    /** Absent from an unscoped token, which is good for choosing a project and nothing else. */
    project: z.object({ id: z.string(), name: z.string(), domainId: z.string() }).readonly().nullable(),
    /** With what they imply. Empty when unscoped. */
    roles: z.array(RoleName).readonly(),
    /** The application credential it was issued for. It dies with it. */
    credential: z.object({ id: z.string(), name: z.string(), unrestricted: z.boolean() }).readonly().nullable(),
    /** Its own, then that of the first token in its chain: names that logs may carry. */
    auditIds: z.array(z.string()).readonly(),
    issuedAt: Instant,
    expiresAt: Instant,
  })
  .readonly();
export type Token = z.infer<typeof Token>;

/** What stands behind a token, read when the token is. */
export type Backing = { readonly user: User | undefined; readonly credential: ApplicationCredential | undefined };

/**
 * Whether a stored token is still good.
 *
 * Says so from the clock, not from the item's presence: the table removes expired items in its own time, which may be days.
 */
export function isGood(token: Token, { user, credential }: Backing, now: Instant): boolean {
  if (now >= token.expiresAt) return false;
  if (!user?.enabled || token.issuedAt < user.tokensFrom) return false;
  return token.credential === null || credential?.id === token.credential.id;
}

/** The caller a token makes of its bearer; undefined when it is scoped to no project. */
export function principalOf(token: Token): Principal | undefined {
  if (token.project === null) return undefined;
  return {
    userId: token.userId,
    userName: token.userName,
    projectId: token.project.id,
    projectName: token.project.name,
    domainId: token.domainId,
    roles: token.roles,
    ...standing(token.roles),
  };
}
