import type { Answer } from '../../app/verb.ts';
import { DEFAULT_DOMAIN } from '../../domain/identity/domain.ts';
import type { Project } from '../../domain/identity/project.ts';
import { ROLES, roleId } from '../../domain/identity/role.ts';
import { permanent } from '../../domain/kernel/fault.ts';
import type { HttpResponse } from '../http.ts';
import { answered, collection } from './answers.ts';
import { failure } from './faults.ts';
import { json } from './reply.ts';
import { domainBody, projectBody, roleBody, userBody } from './resources.ts';
import type { Context, Route } from './route.ts';

type Run = Extract<Route, { run: unknown }>['run'];

const get = (path: string, run: Run): Route => ({ method: 'GET', path, run });

const projectList = (c: Context, answer: Answer<{ readonly projects: readonly Project[] }>): HttpResponse =>
  answered(c, answer, ({ projects }) => {
    const bodies = projects.map((project) => projectBody(c.url, project));
    return collection(c, 'projects', bodies);
  });

/** Who and what there is. Domains and roles are the same for everybody and no secret. */
export const directoryRoutes: readonly Route[] = [
  get('/v3/auth/projects', async (c, caller) => projectList(c, await c.identity.listProjectsOf(caller, caller.userId))),
  get('/v3/auth/domains', async (c) => collection(c, 'domains', [])),
  get('/v3/auth/system', async (c) => json(200, { system: [], links: { self: `${c.url}/v3/auth/system` } })),

  get('/v3/projects', async (c, caller) => projectList(c, await c.identity.listProjects(caller))),
  get('/v3/projects/{}', async (c, caller) => {
    const [id = ''] = c.params;
    return answered(c, await c.identity.showProject(caller, id), ({ project }) => json(200, { project: projectBody(c.url, project) }));
  }),

  get('/v3/users', async (c, caller) =>
    answered(c, await c.identity.listUsers(caller), ({ users }) => {
      const bodies = users.map((user) => userBody(c.url, user));
      return collection(c, 'users', bodies);
    }),
  ),
  get('/v3/users/{}', async (c, caller) => {
    const [id = ''] = c.params;
    return answered(c, await c.identity.showUser(caller, id), ({ user }) => json(200, { user: userBody(c.url, user) }));
  }),
  get('/v3/users/{}/projects', async (c, caller) => {
    const [id = ''] = c.params;
    return projectList(c, await c.identity.listProjectsOf(caller, id));
  }),

  get('/v3/domains', async (c) => collection(c, 'domains', [domainBody(c.url, DEFAULT_DOMAIN)])),
  get('/v3/domains/{}', async (c) =>
    c.params[0] === DEFAULT_DOMAIN.id
      ? json(200, { domain: domainBody(c.url, DEFAULT_DOMAIN) })
      : failure(permanent('identity.domain.unknown', 'Could not find the domain.'), c.url),
  ),

  get('/v3/roles', async (c) => {
    const bodies = ROLES.map((name) => roleBody(c.url, name));
    return collection(c, 'roles', bodies);
  }),
  get('/v3/roles/{}', async (c) => {
    const role = ROLES.find((name) => roleId(name) === c.params[0]);
    return role
      ? json(200, { role: roleBody(c.url, role) })
      : failure(permanent('identity.role.unknown', 'Could not find the role.'), c.url);
  }),
];
