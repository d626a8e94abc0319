import type { CatalogueEntry } from '../../domain/identity/catalogue.ts';
import { DEFAULT_DOMAIN } from '../../domain/identity/domain.ts';
import { roleId } from '../../domain/identity/role.ts';
import type { Token } from '../../domain/identity/token.ts';
import { timestamp } from './timestamp.ts';

const domain = (id: string) => ({ id, name: DEFAULT_DOMAIN.name });

/** @param catalogue undefined when the client wants none; an unscoped token has none in any case */
export const tokenBody = (token: Token, catalogue: readonly CatalogueEntry[] | undefined) => ({
  token: {
    methods: token.methods,
    user: { domain: domain(token.domainId), id: token.userId, name: token.userName, password_expires_at: null },
    audit_ids: token.auditIds,
    expires_at: timestamp(token.expiresAt),
    issued_at: timestamp(token.issuedAt),
    ...(token.project && {
      project: { domain: domain(token.project.domainId), id: token.project.id, name: token.project.name },
      is_domain: false,
      roles: token.roles.map((name) => ({ id: roleId(name), name })),
      ...(catalogue && { catalog: catalogueBody(catalogue) }),
    }),
    ...(token.credential && {
      application_credential: { id: token.credential.id, name: token.credential.name, restricted: !token.credential.unrestricted },
    }),
  },
});

export const catalogueBody = (catalogue: readonly CatalogueEntry[]) =>
  catalogue.map(({ id, type, name, endpoints }) => ({
    id,
    type,
    name,
    // Old clients read `region`, new ones `region_id`.
    endpoints: endpoints.map((e) => ({ id: e.id, interface: e.interface, region: e.region, region_id: e.region, url: e.url })),
  }));
