/**
 * How much has been told of a cluster or a node. It lies in their documents and moves in the commit that writes the event, so that an
 * object's events are numbered in the order in which they came to be. Absent until the first.
 */
export type History = {
  readonly count: number;
  /** The id of the newest. */
  readonly last: string;
};
