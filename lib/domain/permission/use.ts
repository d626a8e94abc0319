import { bornAt, childId } from '../kernel/ids.ts';

/** What a project may make use of without its being the project's own. */
export type Usable = 'profile' | 'policy';

type Used = { readonly id: string; readonly project: string };

/** Whose something is that a project uses and does not own. Kept by the user, under the id of what is used, for as long as that is there: a right to go on, not to begin. */
export type Link = { readonly id: string; readonly project: string; readonly owner: string; readonly version: number };

/** That a project has begun to use something. Kept by the owner, who cannot delete what is in use, whoever uses it. */
export type Usage = {
  readonly id: string;
  readonly project: string;
  readonly objectId: string;
  /** The project. */
  readonly user: string;
  readonly version: number;
};

export const linkTo = ({ id, project: owner }: Used, project: string): Link => ({ id, project, owner, version: 0 });

export const usageOf = ({ id, project }: Used, user: string): Usage => ({
  id: childId(id, `usage ${user}`, 0, bornAt(id)),
  project,
  objectId: id,
  user,
  version: 0,
});
