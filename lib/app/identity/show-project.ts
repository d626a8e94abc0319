import type { Project } from '../../domain/identity/project.ts';
import { standing } from '../../domain/identity/role.ts';
import type { Token } from '../../domain/identity/token.ts';
import { refused } from '../../domain/kernel/fault.ts';
import type { IdentityStore } from '../../ports/identity-store.ts';
import type { Answer } from '../verb.ts';

/** The project the caller works in, or any for an administrator. To everybody else, other people's projects do not exist. */
export const showProject =
  ({ store }: { readonly store: IdentityStore }) =>
  async (caller: Token, id: string): Promise<Answer<{ readonly project: Project }>> => {
    const visible = caller.project?.id === id || standing(caller.roles).isAdmin;
    const project = visible ? await store.project(id) : undefined;
    return project ? { kind: 'ok', project } : refused('identity.project.unknown', 'Could not find the project.');
  };
