import type { ActionName } from '../domain/action/action.ts';
import type { Documents, Kind, Ref, Write } from '../domain/documents.ts';
import type { Duty } from '../domain/duty.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Counts, Limits } from '../domain/quota/limits.ts';

export type Page<T> = {
  readonly items: readonly T[];
  /** Pass as `after` to go on; undefined when there is no more. A page that ends exactly at the end may not know it. */
  readonly last: string | undefined;
};

/** A root action, or a document with a duty, that wants to be looked at. */
export type Due = Ref & { readonly dueAt: Instant } & ({ readonly kind: 'action'; readonly action: ActionName } | { readonly kind: Duty });

/**
 * Where documents live. Every read sees every write that was committed before it began.
 *
 * Proved by test/conformance/document-store.ts against each store.
 */
export interface DocumentStore {
  get<K extends Kind>(kind: K, ref: Ref): Promise<Documents[K] | undefined>;

  /** The documents that exist, in the order asked for; missing ones are left out. */
  getMany<K extends Kind>(kind: K, refs: readonly Ref[]): Promise<readonly Documents[K][]>;

  /** A project's documents in creation order. @param after an id, existing or not: the page begins behind its place */
  list<K extends Kind>(
    kind: K,
    project: string,
    page?: { readonly after?: string | undefined; readonly limit?: number | undefined },
  ): Promise<Page<Documents[K]>>;

  /**
   * What a text that is not a full id may mean: the documents of that exact name, or, when there are none, those whose id begins with it.
   * Two are enough to call it ambiguous, so no more are returned.
   */
  find<K extends Kind>(kind: K, project: string, text: string): Promise<readonly Documents[K][]>;

  /**
   * Applies every write, or none. At most MOST_WRITES, and no document twice.
   *
   * @returns `stale` when a condition no longer holds or another transaction was in the way: read again and decide again
   */
  commit(writes: readonly Write[]): Promise<'committed' | 'stale'>;

  /** Root actions and duties whose alarm rings by then, oldest first. May miss what was committed a moment ago. */
  due(until: Instant, limit: number): Promise<readonly Due[]>;

  /**
   * The node behind a resource that a cloud calls by this name, whoever's it is. Only nodes of profile types that say so (`foundByPhysicalId`), and
   * those that were adopted, are found. May miss what was committed a moment ago, and answer one that has another resource by now: whoever reads the node sees.
   */
  findByPhysicalId(physicalId: string): Promise<Ref | undefined>;

  /**
   * The run of a workflow that goes by this name at another service which tells when it ends, whoever's it is. Found until it is over. May miss what was
   * committed a moment ago, and answer one that is over by now: whoever reads it sees.
   */
  findRun(name: string): Promise<Ref | undefined>;

  /** Every project that ever owned something: what an administrator's list walks. */
  projects(): Promise<readonly string[]>;
}

/** What a commit changes of a project's usage. */
export type Count = {
  readonly project: string;
  readonly by: Partial<Counts>;
  /** No count may be above this before it changes. */
  readonly room: Partial<Counts>;
  /** The project's own limits that was reckoned with: they must still be. Absent: it does not matter which they are. */
  readonly limits?: Partial<Limits>;
};

/** A store that counts. Only what derives the count from the writes sees it as one: nobody else has to think of counting, or can forget it. */
export interface CountingStore extends DocumentStore {
  /**
   * Commits, and counts, together or not at all. Counts at the same time do not get into one another's way: what matters is how much there is, not who wrote
   * it last.
   *
   * @returns `uncounted` when nothing is stale, but there is no room, other limits hold by now, or the project has no usage yet
   */
  commitCounting(writes: readonly Write[], count: Count): Promise<'committed' | 'stale' | 'uncounted'>;
}
