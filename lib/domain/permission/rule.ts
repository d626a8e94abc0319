import type { Kind } from '../documents.ts';
import type { Access } from './access.ts';
import type { Standing } from './standing.ts';

/** What a verb is about. */
export type Rule = {
  /** The least that its caller must be. */
  readonly role: Standing;
  readonly kind: Kind | 'service';
  /**
   * `object`: one that is there, and that the caller names. `own`: the same where names say nothing of another project's, to administrators neither.
   * `project`: the caller's own project, where it looks around or makes something.
   */
  readonly on: 'object' | 'own' | 'project';
  /** The least that a grant must say for this to be done to what is another project's. Null: no grant lets anybody. */
  readonly grant: Access | null;
};

export const see = (kind: Kind) => ({ role: 'reader', kind, on: 'object', grant: 'read-only' }) as const;
export const change = (kind: Kind) => ({ role: 'member', kind, on: 'object', grant: 'read-write' }) as const;
/** What stays the owner's: that it is there, who else may, and its secrets. */
export const keep = (kind: Kind) => ({ role: 'reader', kind, on: 'object', grant: null }) as const;
export const own = (kind: Kind) => ({ role: 'member', kind, on: 'object', grant: null }) as const;
export const list = (kind: Kind) => ({ role: 'reader', kind, on: 'project', grant: 'read-only' }) as const;
export const follow = (kind: Kind) => ({ role: 'reader', kind, on: 'project', grant: null }) as const;
export const weigh = follow;
export const govern = (kind: Kind) => ({ role: 'admin', kind, on: 'object', grant: null }) as const;
/** What it is made of, or for, may be somebody else's. */
export const make = (kind: Kind) => ({ role: 'member', kind, on: 'project', grant: 'read-only' }) as const;
