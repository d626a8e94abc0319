/**
 * What a cluster counts for the places on its list, in millionths an hour. A place counts the same from the moment it is on the list until it is off it: whatever its
 * node comes to cost beside that, the node counts.
 */
export type ListPrice = {
  /** For what comes on the list from now on, and what is reserved. */
  readonly each: number;
  /** For those that came on it at another price. */
  readonly others?: { readonly [nodeId: string]: number };
};

/** What a node costs, and how much of that its cluster's list has counted ahead of it; in millionths an hour. */
export type NodePrice = { readonly own: number; readonly listed: number };
