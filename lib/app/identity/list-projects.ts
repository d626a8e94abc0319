import type { Project } from '../../domain/identity/project.ts';
import { standing } from '../../domain/identity/role.ts';
import type { Token } from '../../domain/identity/token.ts';
import type { IdentityStore } from '../../ports/identity-store.ts';
import type { Answer } from '../verb.ts';
import { forbidden } from './validate-token.ts';

type Ports = { readonly store: IdentityStore };
type Projects = { readonly projects: readonly Project[] };

/** Every project there is, for administrators. */
export const listProjects =
  ({ store }: Ports) =>
  async (caller: Token): Promise<Answer<Projects>> =>
    standing(caller.roles).isAdmin ? { kind: 'ok', projects: await store.projects() } : forbidden;

/** The projects a user has a role in: one's own, or an administrator asks. */
export const listProjectsOf =
  ({ store }: Ports) =>
  async (caller: Token, userId: string): Promise<Answer<Projects>> => {
    if (caller.userId !== userId && !standing(caller.roles).isAdmin) return forbidden;
    const assignments = await store.assignments(userId);
    const projects = await Promise.all(assignments.map(({ projectId }) => store.project(projectId)));
    return { kind: 'ok', projects: projects.filter((project) => project !== undefined) };
  };
