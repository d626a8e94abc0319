/** Every key of identity, in one place. All begin with `identity#`, which no project's key does. */
export type Key = { readonly pk: string; readonly sk: string };

const userPk = (userId: string) => `identity#user#${userId}`;

/** A user, what they may be where, and their application credentials by name: one partition. */
export const userKey = (id: string): Key => ({ pk: userPk(id), sk: 'user' });
export const assignmentKey = (userId: string, projectId: string): Key => ({ pk: userPk(userId), sk: `role#${projectId}` });
export const namedCredentialKey = (userId: string, name: string): Key => ({ pk: userPk(userId), sk: `credential#${name}` });

export const credentialKey = (id: string): Key => ({ pk: `identity#credential#${id}`, sk: 'credential' });
/** A key under its own name, for whoever checks a signature, and a pointer to it beside its user, for lists. */
export const accessKeyKey = (id: string): Key => ({ pk: `identity#access-key#${id}`, sk: 'access-key' });
export const userAccessKeyKey = (userId: string, id: string): Key => ({ pk: userPk(userId), sk: `access-key#${id}` });
export const projectKey = (id: string): Key => ({ pk: `identity#project#${id}`, sk: 'project' });
export const tokenKey = (digest: string): Key => ({ pk: `identity#token#${digest}`, sk: 'token' });
export const attemptsKey = (key: string): Key => ({ pk: `identity#attempts#${key}`, sk: 'attempts' });

/** The start of every key of a directory. */
export const ALL_USERS: Key = { pk: 'identity#users', sk: 'name#' };
export const ALL_PROJECTS: Key = { pk: 'identity#projects', sk: 'name#' };

/** The item that owns a name, so that a name is owned once. Read to log in by name, and to list. A domain with `#` in its id stays itself. */
export const userNameKey = (domainId: string, name: string): Key => ({ ...ALL_USERS, sk: `name#${encodeURIComponent(domainId)}#${name}` });
export const projectNameKey = (domainId: string, name: string): Key => ({
  ...ALL_PROJECTS,
  sk: `name#${encodeURIComponent(domainId)}#${name}`,
});
