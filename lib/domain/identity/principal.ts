import type { Reach } from '../permission/access.ts';
import type { RequestScope } from '../request/request.ts';

/**
 * Who is asking, on behalf of which project: the caller of every use case.
 *
 * Always scoped to one project: an identity that has not chosen a project has nothing to ask of the clustering service,
 * so no `Principal` is ever made for it.
 */
export type Principal = {
  readonly userId: string;
  readonly userName: string;
  readonly projectId: string;
  readonly projectName: string;
  /** The user's domain, where the identity service told us. */
  readonly domainId: string | null;
  /** Role names, with what they imply: `member` is never here without `reader`. */
  readonly roles: readonly string[];
  /** May look across projects. */
  readonly isAdmin: boolean;
  /** False for a caller whose only standing is `reader`: may look, may not touch. */
  readonly canWrite: boolean;
  /** With this request: knows that a cluster or a node may be suspended, and wants it changed all the same. */
  readonly insists?: true;
  /** With this request: nobody else's things are looked for, since its client knows of none that are shared. */
  readonly withinProject?: true;
  /**
   * With this request: what a grant has to say, and by when, to let the caller at what is another project's. Set by whoever lets a verb be asked for, and
   * by nobody else; absent: nothing but the project's own is looked for.
   */
  readonly reach?: Reach;
  /** With this request: what its first commit takes along. */
  readonly scope?: RequestScope;
};
