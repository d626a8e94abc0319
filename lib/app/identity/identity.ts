import type { Token } from '../../domain/identity/token.ts';
import { createAccessKey, deleteAccessKey, listAccessKeys, showAccessKey, updateAccessKey } from './access-keys.ts';
import { createApplicationCredential } from './create-application-credential.ts';
import { deleteApplicationCredential } from './delete-application-credential.ts';
import { findToken } from './find-token.ts';
import { issueToken } from './issue-token.ts';
import { listProjects, listProjectsOf } from './list-projects.ts';
import type { IdentityPorts } from './ports.ts';
import { revokeToken } from './revoke-token.ts';
import { listApplicationCredentials, showApplicationCredential } from './show-application-credential.ts';
import { showProject } from './show-project.ts';
import { listUsers, showUser } from './show-user.ts';
import { validateToken } from './validate-token.ts';

/** Everything the identity service can be asked to do. Its callers are tokens, since one may come here without a project. */
export const identity = (ports: IdentityPorts) => ({
  /** Who is calling; undefined for nobody we know. */
  identify: (secret: string): Promise<Token | undefined> => findToken(ports, secret),
  issueToken: issueToken(ports),
  validateToken: validateToken(ports),
  revokeToken: revokeToken(ports),
  listProjects: listProjects(ports),
  listProjectsOf: listProjectsOf(ports),
  showProject: showProject(ports),
  listUsers: listUsers(ports),
  showUser: showUser(ports),
  createApplicationCredential: createApplicationCredential(ports),
  listApplicationCredentials: listApplicationCredentials(ports),
  showApplicationCredential: showApplicationCredential(ports),
  deleteApplicationCredential: deleteApplicationCredential(ports),
  createAccessKey: createAccessKey(ports),
  listAccessKeys: listAccessKeys(ports),
  showAccessKey: showAccessKey(ports),
  updateAccessKey: updateAccessKey(ports),
  deleteAccessKey: deleteAccessKey(ports),
});

export type Identity = ReturnType<typeof identity>;
