import type { Cluster } from './cluster.ts';
import { isAwaited, type Node } from './node.ts';

/** What takes a node out of service and back, as operations of any type of node. */
export const STANDBY = ['enter_standby', 'exit_standby'] as const;
export type Standby = (typeof STANDBY)[number];

export const isStandby = (operation: unknown): operation is Standby => STANDBY.some((name) => name === operation);

/** Whether a node stands by beside the desired capacity: a member that is not counted as one. */
export const isAside = ({ standby }: Pick<Node, 'standby'>): boolean => standby?.aside === true;

/** Whether the desired capacity and the bounds speak of it: neither of who stands by beside them, nor of who is still awaited. */
export const isCounted = (node: Pick<Node, 'standby' | 'added' | 'status'>): boolean => !isAside(node) && !isAwaited(node);

/** How many members a cluster has of those that its desired capacity and its bounds speak of. */
export const countedIn = ({ nodes, aside = [] }: Pick<Cluster, 'nodes' | 'aside'>): number =>
  aside.length === 0 ? nodes.length : nodes.filter((id) => !aside.includes(id)).length;

/** How many of these are counted. */
export const countedOf = ({ aside = [] }: Pick<Cluster, 'aside'>, ids: readonly string[]): number =>
  ids.filter((id) => !aside.includes(id)).length;
