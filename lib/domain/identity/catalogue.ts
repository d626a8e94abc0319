import { identityId } from './identity-id.ts';

export const REGION = 'RegionOne';

const INTERFACES = ['public', 'internal', 'admin'] as const;

export type Endpoint = {
  readonly id: string;
  readonly interface: (typeof INTERFACES)[number];
  readonly region: string;
  readonly url: string;
};
export type CatalogueEntry = { readonly id: string; readonly type: string; readonly name: string; readonly endpoints: readonly Endpoint[] };

/**
 * What is where, for a client that knows only how to log in.
 *
 * The clustering URL carries no version: clients that discover versions ask `/`, and those that do not add `/v1` themselves.
 *
 * @param base scheme and authority, without a trailing slash @param identityPath where identity is served, such as `/identity`
 */
export const buildCatalogue = (base: string, identityPath: string): readonly CatalogueEntry[] => [
  entry('clustering', 'coppice', base),
  entry('identity', 'keystone', `${base}${identityPath}`),
];

const entry = (type: string, name: string, url: string): CatalogueEntry => ({
  id: identityId('service', '', type),
  type,
  name,
  endpoints: INTERFACES.map((face) => ({ id: identityId('endpoint', type, face), interface: face, region: REGION, url })),
});
