import type { PublicUser } from '../../app/identity/show-user.ts';
import type { ApplicationCredential } from '../../domain/identity/application-credential.ts';
import type { Domain } from '../../domain/identity/domain.ts';
import type { Project } from '../../domain/identity/project.ts';
import { type RoleName, roleId } from '../../domain/identity/role.ts';
import { naiveTimestamp } from './timestamp.ts';

// `url` is where identity is served, without a trailing slash: clients get absolute links.

export const projectBody = (url: string, { id, name, domainId, description, enabled }: Project) => ({
  id,
  name,
  domain_id: domainId,
  description,
  enabled,
  parent_id: domainId,
  is_domain: false,
  tags: [],
  options: {},
  links: { self: `${url}/v3/projects/${id}` },
});

export const userBody = (url: string, { id, name, domainId, enabled }: PublicUser) => ({
  id,
  name,
  domain_id: domainId,
  enabled,
  password_expires_at: null,
  options: {},
  links: { self: `${url}/v3/users/${id}` },
});

export const domainBody = (url: string, { id, name, description }: Domain) => ({
  id,
  name,
  description,
  enabled: true,
  tags: [],
  options: {},
  links: { self: `${url}/v3/domains/${id}` },
});

const role = (name: RoleName) => ({ id: roleId(name), name, domain_id: null, description: null, options: { immutable: true } });

export const roleBody = (url: string, name: RoleName) => ({ ...role(name), links: { self: `${url}/v3/roles/${roleId(name)}` } });

/** The secret is shown once, by whoever made it; here there is none to show. */
export const credentialBody = (url: string, credential: ApplicationCredential) => ({
  id: credential.id,
  name: credential.name,
  description: credential.description,
  user_id: credential.userId,
  project_id: credential.projectId,
  system: null,
  expires_at: credential.expiresAt && naiveTimestamp(credential.expiresAt),
  unrestricted: credential.unrestricted,
  roles: credential.roles.map(role),
  links: { self: `${url}/v3/users/${credential.userId}/application_credentials/${credential.id}` },
});
