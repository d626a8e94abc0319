import { standing } from '../../domain/identity/role.ts';
import type { ProjectStore, UserStore } from '../../ports/identity-store.ts';
import type { Standings } from '../../ports/standings.ts';

/** Where users and roles are our own: a user counts as long as they are enabled and may write in the project, which has to be so as well, or are an administrator anywhere. */
export const ownStandings = (store: Pick<UserStore & ProjectStore, 'user' | 'assignments' | 'project'>): Standings => ({
  async of({ user: id, project: projectId }) {
    const [user, project, assignments] = await Promise.all([store.user(id), store.project(projectId), store.assignments(id)]);
    if (!user?.enabled || !project?.enabled) return 'lost';
    const may = assignments.some(({ projectId: where, roles }) => {
      const { isAdmin, canWrite } = standing(roles);
      return isAdmin || (canWrite && where === projectId);
    });
    return may ? 'good' : 'lost';
  },
});
