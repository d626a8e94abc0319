/** A namespace of users and projects. There is one; clients insist on naming it. */
export type Domain = { readonly id: string; readonly name: string; readonly description: string };

export const DEFAULT_DOMAIN: Domain = { id: 'default', name: 'Default', description: 'The default domain' };

/** How a client names a domain. Clients leave it out when their user did. */
export type DomainRef = { readonly id?: string | undefined; readonly name?: string | undefined } | undefined;

/** @returns undefined for a domain that does not exist. Names match in any case, as they do where Keystone runs on MySQL. */
export function domainIdOf(ref: DomainRef): string | undefined {
  const { id, name } = DEFAULT_DOMAIN;
  if (ref?.id === undefined && ref?.name === undefined) return id;
  if (ref.id !== undefined && ref.id !== id) return undefined;
  if (ref.name !== undefined && ref.name.toLowerCase() !== name.toLowerCase()) return undefined;
  return id;
}
