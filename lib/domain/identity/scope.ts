import { type Fault, permanent } from '../kernel/fault.ts';
import type { DomainRef } from './domain.ts';
import type { Project } from './project.ts';
import { type RoleName, withImplied } from './role.ts';
import type { RoleAssignment } from './role-assignment.ts';

/** What a client wants its token to be good for. */
export type ScopeRequest =
  | { readonly kind: 'unscoped' }
  | { readonly kind: 'project'; readonly id: string }
  | { readonly kind: 'project'; readonly name: string; readonly domain: DomainRef }
  /** A domain, the whole system, a trust: Keystone has these and nobody has a role in one here. */
  | { readonly kind: 'other' };

export type Scope = { readonly project: Project | null; readonly roles: readonly RoleName[] };

const denied = permanent('identity.scope.denied', 'The user holds no role in the requested scope, or there is no such scope.');

/**
 * What the token will be good for, from what was asked and what was found.
 *
 * A project that does not exist, one that is disabled and one the user has no role in get the same answer, so that nobody learns
 * which projects there are.
 */
export function resolveScope(
  request: ScopeRequest,
  project: Project | undefined,
  assignment: RoleAssignment | undefined,
): { readonly kind: 'ok'; readonly scope: Scope } | { readonly kind: 'refused'; readonly fault: Fault } {
  if (request.kind === 'unscoped') return { kind: 'ok', scope: { project: null, roles: [] } };
  if (request.kind === 'other' || !project?.enabled) return { kind: 'refused', fault: denied };
  const roles = withImplied(assignment?.projectId === project.id ? assignment.roles : []);
  return roles.length > 0 ? { kind: 'ok', scope: { project, roles } } : { kind: 'refused', fault: denied };
}
