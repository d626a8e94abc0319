import type { Principal } from '../domain/identity/principal.ts';
import { makeId, mix } from '../domain/kernel/ids.ts';
import { type Instant, instant } from '../domain/kernel/time.ts';

/** The moment at which every world begins. */
export const T0: Instant = instant(1_700_000_000_000);

/** A real id that follows from a name. @param at when it was born, which is its place in every list */
export const idNamed = (name: string, at: Instant = T0): string => makeId(at, 0, { high: mix(name, 1), low: mix(name, 2) });

const member = (userId: string, name: string): Principal => ({
  userId,
  userName: name,
  projectId: name,
  projectName: name,
  domainId: null,
  roles: ['member', 'reader'],
  isAdmin: false,
  canWrite: true,
});

/** Whose most clusters are. */
export const demo: Principal = member('u', 'demo');

/** Somebody else, in a project of their own. */
export const neighbour: Principal = member('n', 'next-door');

export const tenantOf = (project: string): Principal => (project === neighbour.projectId ? neighbour : demo);
