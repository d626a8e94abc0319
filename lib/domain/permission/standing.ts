import type { Principal } from '../identity/principal.ts';

/** What a caller is in the service's eyes, weakest first. Each may do what those before it may. */
export const STANDINGS = ['reader', 'member', 'admin'] as const;
export type Standing = (typeof STANDINGS)[number];

export const standingOf = ({ isAdmin, canWrite }: Pick<Principal, 'isAdmin' | 'canWrite'>): Standing =>
  isAdmin ? 'admin' : canWrite ? 'member' : 'reader';

export const isAtLeast = (standing: Standing, least: Standing): boolean => STANDINGS.indexOf(standing) >= STANDINGS.indexOf(least);

/** Whether somebody is let at what a project has by a grant only. */
export const isGuestOf = ({ isAdmin, projectId }: Pick<Principal, 'isAdmin' | 'projectId'>, project: string): boolean =>
  !isAdmin && projectId !== project;
