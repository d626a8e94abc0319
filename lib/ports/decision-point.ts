import type { Kind } from '../domain/documents.ts';
import type { Principal } from '../domain/identity/principal.ts';
import type { Access } from '../domain/permission/access.ts';

/** Whether somebody may ask for something that the rules let them. */
export type Question = {
  readonly verb: string;
  /** What it is about a. */
  readonly kind: Kind | 'service';
  readonly caller: Pick<Principal, 'userId' | 'projectId' | 'roles' | 'isAdmin' | 'canWrite'>;
  /** Of the grant by which it would be reached; null for what is the project's own. */
  readonly access: Access | null;
};

/** Decides beside the rules, and can only take away: where it permits, the rules still have to. What it throws refuses, too, as an error of ours. */
export interface DecisionPoint {
  permits(question: Question): Promise<boolean>;
}
