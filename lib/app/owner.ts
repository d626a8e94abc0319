import type { Principal } from '../domain/identity/principal.ts';

/** Who made something, as far as it is known when nobody is there: enough to ask for what a member of the project may ask for, and no more. */
export const ownerOf = ({ user, project }: { readonly user: string; readonly project: string }): Principal => ({
  userId: user,
  userName: '',
  projectId: project,
  projectName: '',
  domainId: null,
  roles: ['member', 'reader'],
  isAdmin: false,
  canWrite: true,
});
