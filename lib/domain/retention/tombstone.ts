import type { Cluster } from '../cluster/cluster.ts';
import type { Node } from '../cluster/node.ts';
import type { Instant } from '../kernel/time.ts';

/** What is left of a cluster or a node that is gone until the archive has it. Only where a rule wants it. */
export type Tombstone = {
  /** The id of what is gone. */
  readonly id: string;
  readonly project: string;
  readonly of: 'cluster' | 'node';
  readonly at: Instant;
  /** As it was last. */
  readonly document: Cluster | Node;
  readonly version: number;
};
