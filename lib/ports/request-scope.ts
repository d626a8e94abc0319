import type { Kind } from '../domain/documents.ts';
import type { RequestRecord } from '../domain/request/request.ts';

/**
 * What holds for everything that one request stores, wherever it is stored from. The first commit of a request that has one takes it along: the record of the
 * request is written with what it brings about, and what it expects is checked with what it changes.
 */
export type RequestScope = {
  /** With the version as stored. Absent: nobody will ask again. */
  record?: RequestRecord;
  /** The version in which the client saw the document it is about. */
  expects?: { readonly kind: Kind; readonly version: number };
  /** Whether a commit has taken it along. */
  committed: boolean;
};

/** Carries a scope from the edge to the store, past everybody who need not know. */
export interface RequestScopes {
  run<T>(scope: RequestScope, work: () => Promise<T>): Promise<T>;
  current(): RequestScope | undefined;
}

/** Thrown from the store to the edge, and caught nowhere else: the request must not go on. */
export class RequestHalted extends Error {
  constructor(
    /** `overtaken`: the same request, sent again, was faster. `changed`: what it is about is not what the client saw. */
    readonly why: 'overtaken' | 'changed',
  ) {
    super(why);
  }
}
