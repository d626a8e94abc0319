import type { RoleName } from './role.ts';

export type FirstUser = { readonly cloud: string; readonly user: string; readonly project: string; readonly role: RoleName };

/** Whom a new installation knows, and the name of each in `clouds.yaml`. */
export const FIRST_USERS: readonly FirstUser[] = [
  { cloud: 'coppice', user: 'demo', project: 'demo', role: 'member' },
  { cloud: 'coppice-alt', user: 'alt', project: 'alt', role: 'member' },
  { cloud: 'coppice-reader', user: 'reader', project: 'demo', role: 'reader' },
  { cloud: 'coppice-admin', user: 'admin', project: 'admin', role: 'admin' },
];
