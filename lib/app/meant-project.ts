import type { Principal } from '../domain/identity/principal.ts';

/** As Keystone and we make them. Anything else would make a key that is nobody's. */
export const isProject = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text);

/** Whether a caller may ask for what is kept of a project under its id: whoever is no administrator knows of one only. */
export const mayMean = ({ isAdmin, projectId }: Principal, project: string): boolean =>
  isAdmin ? isProject(project) : project === projectId;
