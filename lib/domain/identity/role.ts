import { z } from 'zod';
import { identityId } from './identity-id.ts';

/** The roles this service hands out. An external identity service may know others. */
export const RoleName = z.enum(['admin', 'member', 'reader']);
export type RoleName = z.infer<typeof RoleName>;

export const ROLES: readonly RoleName[] = RoleName.options;

const IMPLIED: Readonly<Record<RoleName, readonly RoleName[]>> = {
  admin: ['admin', 'member', 'reader'],
  member: ['member', 'reader'],
  reader: ['reader'],
};

/** The roles and all they imply, strongest first, each once. */
export const withImplied = (roles: readonly RoleName[]): readonly RoleName[] =>
  ROLES.filter((role) => roles.some((held) => IMPLIED[held].includes(role)));

export const roleId = (role: RoleName): string => identityId('role', '', role);

/** `_member_` is what `member` was called before Keystone had default roles; some clouds still hand it out. */
const WRITERS: readonly string[] = ['admin', 'member', '_member_'];

/**
 * What role names, ours or another identity service's, let a caller do here. A role nobody here has heard of gives no right to write:
 * a reader who also holds `load-balancer_member` is a reader.
 */
export const standing = (roles: readonly string[]): { readonly isAdmin: boolean; readonly canWrite: boolean } => ({
  isAdmin: roles.includes('admin'),
  canWrite: roles.some((role) => WRITERS.includes(role)),
});
