import type { Principal } from '../../domain/identity/principal.ts';

/** Whose groups, and which of them: a caller's project has a set of its own in every region. */
export type Realm = { readonly caller: Principal; readonly region: string };

/** As much of one as it takes to find what belongs to it: for what is done on nobody's request. */
export type Place = { readonly caller: Pick<Principal, 'projectId' | 'userId'>; readonly region: string };
