import type { AccessKey } from '../../domain/identity/access-key.ts';
import type { ApplicationCredential } from '../../domain/identity/application-credential.ts';
import type { Project } from '../../domain/identity/project.ts';
import type { RoleAssignment } from '../../domain/identity/role-assignment.ts';
import type { Attempts } from '../../domain/identity/throttle.ts';
import type { Token } from '../../domain/identity/token.ts';
import type { User } from '../../domain/identity/user.ts';
import type { IdentityStore } from '../../ports/identity-store.ts';

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);

/** Keeps everything in this process, for tests. Each method does its work in one turn of the event loop, so nothing interleaves. */
export function memoryIdentityStore(): IdentityStore {
  const users = new Map<string, User>();
  const projects = new Map<string, Project>();
  const assignments = new Map<string, RoleAssignment>();
  const tokens = new Map<string, Token>();
  const credentials = new Map<string, ApplicationCredential>();
  const accessKeys = new Map<string, AccessKey>();
  const attempts = new Map<string, { readonly attempts: Attempts; readonly version: number }>();

  const userNamed = (domainId: string, name: string) => [...users.values()].find((u) => u.domainId === domainId && u.name === name);
  const projectNamed = (domainId: string, name: string) => [...projects.values()].find((p) => p.domainId === domainId && p.name === name);
  const credentialNamed = (userId: string, name: string) => [...credentials.values()].find((c) => c.userId === userId && c.name === name);
  const add = <T extends { readonly id: string }>(items: Map<string, T>, item: T, namesake: T | undefined) => {
    if (items.has(item.id) || namesake) return 'taken';
    items.set(item.id, item);
    return 'added';
  };

  return {
    user: async (id) => users.get(id),
    userNamed: async (domainId, name) => userNamed(domainId, name),
    users: async () => [...users.values()].sort(byName),
    addUser: async (user) => add(users, user, userNamed(user.domainId, user.name)),
    async replaceUser(user) {
      if (users.has(user.id)) users.set(user.id, user);
    },
    assignment: async (userId, projectId) => assignments.get(`${userId}/${projectId}`),
    assignments: async (userId) => [...assignments.values()].filter((a) => a.userId === userId),
    async assign(assignment) {
      assignments.set(`${assignment.userId}/${assignment.projectId}`, assignment);
    },

    project: async (id) => projects.get(id),
    projectNamed: async (domainId, name) => projectNamed(domainId, name),
    projects: async () => [...projects.values()].sort(byName),
    addProject: async (project) => add(projects, project, projectNamed(project.domainId, project.name)),

    token: async (digest) => tokens.get(digest),
    async addToken(digest, token) {
      tokens.set(digest, token);
    },
    async removeToken(digest) {
      tokens.delete(digest);
    },

    credential: async (id) => credentials.get(id),
    credentialNamed: async (userId, name) => credentialNamed(userId, name),
    credentials: async (userId) => [...credentials.values()].filter((c) => c.userId === userId).sort(byName),
    addCredential: async (credential) => add(credentials, credential, credentialNamed(credential.userId, credential.name)),
    async removeCredential(credential) {
      credentials.delete(credential.id);
    },

    accessKey: async (id) => accessKeys.get(id),
    accessKeys: async (userId) => [...accessKeys.values()].filter((k) => k.userId === userId).sort((a, b) => (a.id < b.id ? -1 : 1)),
    addAccessKey: async (key) => add(accessKeys, key, undefined),
    async replaceAccessKey(key) {
      if (accessKeys.has(key.id)) accessKeys.set(key.id, key);
    },
    async removeAccessKey({ id }) {
      accessKeys.delete(id);
    },

    attempts: async (key) => attempts.get(key) ?? { attempts: undefined, version: 0 },
    async recordAttempts(key, next, version) {
      if ((attempts.get(key)?.version ?? 0) !== version) return 'stale';
      attempts.set(key, { attempts: next, version: version + 1 });
      return 'recorded';
    },
    async forgetAttempts(key) {
      attempts.delete(key);
    },
  };
}
