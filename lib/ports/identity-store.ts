import type { AccessKey } from '../domain/identity/access-key.ts';
import type { ApplicationCredential } from '../domain/identity/application-credential.ts';
import type { Project } from '../domain/identity/project.ts';
import type { RoleAssignment } from '../domain/identity/role-assignment.ts';
import type { Attempts } from '../domain/identity/throttle.ts';
import type { Token } from '../domain/identity/token.ts';
import type { User } from '../domain/identity/user.ts';

/** `taken`: the name, in its domain or among its user's, belongs to another already. Nothing was written. */
export type Added = 'added' | 'taken';

export interface UserStore {
  user(id: string): Promise<User | undefined>;
  userNamed(domainId: string, name: string): Promise<User | undefined>;
  users(): Promise<readonly User[]>;
  addUser(user: User): Promise<Added>;
  /** The last writer wins. Its name stays what it was. Nothing happens when there is no such user. */
  replaceUser(user: User): Promise<void>;
  assignment(userId: string, projectId: string): Promise<RoleAssignment | undefined>;
  assignments(userId: string): Promise<readonly RoleAssignment[]>;
  /** Replaces what the user was in that project. */
  assign(assignment: RoleAssignment): Promise<void>;
}

export interface ProjectStore {
  project(id: string): Promise<Project | undefined>;
  projectNamed(domainId: string, name: string): Promise<Project | undefined>;
  projects(): Promise<readonly Project[]>;
  addProject(project: Project): Promise<Added>;
}

export interface TokenStore {
  /** May answer an expired token: the reader looks at the clock. @param digest of the token, never the token */
  token(digest: string): Promise<Token | undefined>;
  addToken(digest: string, token: Token): Promise<void>;
  /** Succeeds when there was none. */
  removeToken(digest: string): Promise<void>;
}

export interface CredentialStore {
  /** May answer an expired one. */
  credential(id: string): Promise<ApplicationCredential | undefined>;
  credentialNamed(userId: string, name: string): Promise<ApplicationCredential | undefined>;
  /** Sorted by name. */
  credentials(userId: string): Promise<readonly ApplicationCredential[]>;
  addCredential(credential: ApplicationCredential): Promise<Added>;
  /** Succeeds when there was none. */
  removeCredential(credential: ApplicationCredential): Promise<void>;
}

export interface AccessKeyStore {
  accessKey(id: string): Promise<AccessKey | undefined>;
  /** Sorted by id. */
  accessKeys(userId: string): Promise<readonly AccessKey[]>;
  addAccessKey(key: AccessKey): Promise<Added>;
  /** The last writer wins. Nothing happens when there is no such key. */
  replaceAccessKey(key: AccessKey): Promise<void>;
  /** Succeeds when there was none. */
  removeAccessKey(key: Pick<AccessKey, 'id' | 'userId'>): Promise<void>;
}

export interface AttemptStore {
  /** Version 0 means there is nothing yet. */
  attempts(key: string): Promise<{ readonly attempts: Attempts | undefined; readonly version: number }>;
  /** @returns `stale` when somebody else recorded one since `version` was read */
  recordAttempts(key: string, attempts: Attempts, version: number): Promise<'recorded' | 'stale'>;
  forgetAttempts(key: string): Promise<void>;
}

/**
 * Where identity lives. Every read sees every write that was answered before it began.
 *
 * Proved by test/conformance/identity-store.ts against each store.
 */
export interface IdentityStore extends UserStore, ProjectStore, TokenStore, CredentialStore, AccessKeyStore, AttemptStore {}
