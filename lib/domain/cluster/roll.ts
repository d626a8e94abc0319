import type { Cluster } from './cluster.ts';

type Roll = Pick<Cluster, 'nodes' | 'guests' | 'reserved' | 'leaving'>;

/** A cluster's list with nodes on it that count for themselves: some that are to join, or members that are to leave. */
export const withGuests = (cluster: Roll, ids: readonly string[]): Pick<Roll, 'nodes' | 'guests'> => ({
  nodes: [...new Set([...cluster.nodes, ...ids])],
  guests: [...new Set([...(cluster.guests ?? []), ...ids])],
});

/** The list as it is found to be: no more is to come, and nobody is to go. */
export const foundToBe = (cluster: Roll, nodes: readonly string[]): Partial<Roll> => ({
  nodes,
  ...(cluster.guests && { guests: cluster.guests.filter((id) => nodes.includes(id)) }),
  ...(cluster.reserved && { reserved: 0 }),
  ...(cluster.leaving && { leaving: 0 }),
});
