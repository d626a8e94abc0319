import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { AccessKey } from '../../domain/identity/access-key.ts';
import { ApplicationCredential } from '../../domain/identity/application-credential.ts';
import { Project } from '../../domain/identity/project.ts';
import { RoleAssignment } from '../../domain/identity/role-assignment.ts';
import { Attempts, MEMORY } from '../../domain/identity/throttle.ts';
import { Token } from '../../domain/identity/token.ts';
import { User } from '../../domain/identity/user.ts';
import { after } from '../../domain/kernel/time.ts';
import type { AccessKeyStore, IdentityStore, UserStore } from '../../ports/identity-store.ts';
import { type IdentityItems, identityItems } from './identity/items.ts';
import {
  ALL_PROJECTS,
  ALL_USERS,
  accessKeyKey,
  assignmentKey,
  attemptsKey,
  credentialKey,
  namedCredentialKey,
  projectKey,
  projectNameKey,
  tokenKey,
  userAccessKeyKey,
  userKey,
  userNameKey,
} from './identity/keys.ts';

/** Whose name it is. Only a pointer, so that a changed password is written once. */
const Owner = z.object({ id: z.string() });

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);

/** Identity in the one table. All reads are consistent: a revoked token is gone for everybody who asks afterwards. */
export function dynamoIdentityStore(client: DynamoDBClient, table: string): IdentityStore {
  const items = identityItems(client, table);
  return {
    ...users(items),
    ...accessKeys(items),

    project: async (id) => (await items.get(Project, projectKey(id)))?.doc,
    projectNamed: async (domainId, name) => (await items.get(Project, projectNameKey(domainId, name)))?.doc,
    projects: async () => [...(await items.list(Project, ALL_PROJECTS))].sort(byName),
    // Written twice whole, under its id and under its name: projects do not change.
    addProject: (project) =>
      items.addAll([
        { key: projectKey(project.id), doc: project },
        { key: projectNameKey(project.domainId, project.name), doc: project },
      ]),

    token: async (digest) => (await items.get(Token, tokenKey(digest)))?.doc,
    addToken: (digest, token) => items.put(tokenKey(digest), token, token.expiresAt),
    removeToken: (digest) => items.remove(tokenKey(digest)),

    credential: async (id) => (await items.get(ApplicationCredential, credentialKey(id)))?.doc,
    credentialNamed: async (userId, name) => (await items.get(ApplicationCredential, namedCredentialKey(userId, name)))?.doc,
    credentials: (userId) => items.list(ApplicationCredential, namedCredentialKey(userId, '')),
    // As projects. An expired one stays until it is deleted: its owner may wonder where it went.
    addCredential: (credential) =>
      items.addAll([
        { key: credentialKey(credential.id), doc: credential },
        { key: namedCredentialKey(credential.userId, credential.name), doc: credential },
      ]),
    removeCredential: ({ id, userId, name }) => items.removeAll([credentialKey(id), namedCredentialKey(userId, name)]),

    async attempts(key) {
      const stored = await items.get(Attempts, attemptsKey(key));
      return { attempts: stored?.doc, version: stored?.version ?? 0 };
    },
    async recordAttempts(key, attempts, version) {
      const put = await items.putIf(attemptsKey(key), attempts, version, after(attempts.lastAt, MEMORY));
      return put === 'put' ? 'recorded' : 'stale';
    },
    forgetAttempts: (key) => items.remove(attemptsKey(key)),
  };
}

function accessKeys(items: IdentityItems): AccessKeyStore {
  const accessKey = async (id: string) => (await items.get(AccessKey, accessKeyKey(id)))?.doc;
  return {
    accessKey,
    async accessKeys(userId) {
      const owned = await items.list(Owner, userAccessKeyKey(userId, ''));
      const found = await Promise.all(owned.map(({ id }) => accessKey(id)));
      return found.filter((key) => key !== undefined);
    },
    addAccessKey: (key) =>
      items.addAll([
        { key: accessKeyKey(key.id), doc: key },
        { key: userAccessKeyKey(key.userId, key.id), doc: { id: key.id } },
      ]),
    replaceAccessKey: (key) => items.replace(accessKeyKey(key.id), key),
    removeAccessKey: ({ id, userId }) => items.removeAll([accessKeyKey(id), userAccessKeyKey(userId, id)]),
  };
}

function users(items: IdentityItems): UserStore {
  const user = async (id: string) => (await items.get(User, userKey(id)))?.doc;
  return {
    user,
    async userNamed(domainId, name) {
      const owner = await items.get(Owner, userNameKey(domainId, name));
      return owner && (await user(owner.doc.id));
    },
    async users() {
      const owners = await items.list(Owner, ALL_USERS);
      const found = await Promise.all(owners.map(({ id }) => user(id)));
      return found.filter((u) => u !== undefined).sort(byName);
    },
    addUser: (added) =>
      items.addAll([
        { key: userKey(added.id), doc: added },
        { key: userNameKey(added.domainId, added.name), doc: { id: added.id } },
      ]),
    replaceUser: (changed) => items.replace(userKey(changed.id), changed),
    assignment: async (userId, projectId) => (await items.get(RoleAssignment, assignmentKey(userId, projectId)))?.doc,
    assignments: (userId) => items.list(RoleAssignment, assignmentKey(userId, '')),
    assign: (assignment) => items.put(assignmentKey(assignment.userId, assignment.projectId), assignment),
  };
}
