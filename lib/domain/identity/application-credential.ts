import { z } from 'zod';
import { Instant } from '../kernel/time.ts';
import { RoleName, withImplied } from './role.ts';
import type { RoleAssignment } from './role-assignment.ts';

/** A second way for a user to log in to one project, with some of their roles there: for programs, which should not know passwords. */
export const ApplicationCredential = z
  .object({
    id: z.string(),
    /** Unique among the user's. */
    name: z.string(),
    description: z.string().nullable(),
    userId: z.string(),
    projectId: z.string(),
    roles: z.array(RoleName).readonly(),
    secretHash: z.string(),
    expiresAt: Instant.nullable(),
    /** Whether its tokens may make and delete application credentials. */
    unrestricted: z.boolean(),
    createdAt: Instant,
  })
  .readonly();
export type ApplicationCredential = z.infer<typeof ApplicationCredential>;

/**
 * Whether it still opens anything: not expired, and the user still holds every role it carries.
 *
 * A credential that outlived one of its roles is dead as a whole, as in Keystone, rather than quietly weaker.
 */
export function opens(credential: ApplicationCredential, assignment: RoleAssignment | undefined, now: Instant): boolean {
  const held = withImplied(assignment?.roles ?? []);
  return (credential.expiresAt === null || now < credential.expiresAt) && credential.roles.every((role) => held.includes(role));
}
