import type { Answer } from './driver.ts';

/** What keeps servers together or apart, in Nova's words. */
export type PlacementGroup = { readonly id: string; readonly name: string; readonly policy: string };

/**
 * The groups of one cloud that nodes can be put into. Like a driver: faults are returned, never thrown, and every method answers within
 * SERVICE_TIMEOUT.
 */
export interface PlacementGroups {
  /** All groups of a project. */
  list(project: string): Promise<Answer<{ readonly groups: readonly PlacementGroup[] }>>;
  /** The group of a name; of several, the one whose id comes first. */
  find(project: string, name: string): Promise<Answer<{ readonly group: PlacementGroup | undefined }>>;
  create(project: string, name: string, policy: string): Promise<Answer<{ readonly group: PlacementGroup }>>;
  /** Succeeds when there is none of that id. */
  remove(project: string, id: string): Promise<Answer<object>>;
}
