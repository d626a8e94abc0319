import type { Instant } from '../../domain/kernel/time.ts';
import type { Access } from '../../domain/permission/access.ts';
import type { Grant, Grantable, Grantee } from '../../domain/permission/grant.ts';
import type { Call, ListRequest, On, See } from '../verb.ts';

export type CreateGrant = {
  readonly objectKind: Grantable;
  /** By name, id or short id. */
  readonly object: string;
  readonly grantee: Grantee;
  readonly access: Access;
  readonly expiresAt?: Instant | undefined;
};
export type UpdateGrant = { readonly access?: Access | undefined; readonly expiresAt?: Instant | undefined };

export const DIRECTIONS = ['given', 'received'] as const;
/** A grant as its owner or its grantee sees it; `grant.project` is the owner's either way. */
export type SeenGrant = { readonly grant: Grant; readonly direction: (typeof DIRECTIONS)[number] };

/** Sharing single things with other projects, users and roles. */
export interface Granting {
  readonly createGrant: Call<CreateGrant, SeenGrant>;
  /** Those that the caller's project has given, and those that the caller was given; the filter `direction` takes one of the two. */
  readonly listGrants: Call<ListRequest, { readonly grants: readonly SeenGrant[] }>;
  readonly showGrant: See<SeenGrant>;
  readonly updateGrant: On<UpdateGrant, SeenGrant>;
  /** From the next request on it is as if it had never been given. */
  readonly deleteGrant: See<object>;
}
