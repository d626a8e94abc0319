import { type Action, isOpen } from '../action/action.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Node } from '../cluster/node.ts';
import type { CountedKind, Documents } from '../documents.ts';
import { costOfAction, costOfCluster, costOfNode } from './cost.ts';
import type { Counts } from './limits.ts';

/**
 * What a document counts for, as it is stored: a project's usage is the sum of these.
 *
 * Nodes are counted where they come and go together: a cluster counts those on its list, from the moment it means to have them until it is known that they
 * are gone, so that a thousand of them are two changes of the count. One that has not always been its cluster's counts for itself.
 */
export function countsOf<K extends CountedKind>(kind: K, doc: Documents[K]): Partial<Counts> {
  switch (kind) {
    case 'cluster':
      return { clusters: 1, nodes: placesOf(doc as Cluster), ...money(costOfCluster(doc as Cluster)) };
    case 'node': {
      const itself = isCountedItself(doc as Node);
      return { ...(itself && { nodes: 1 }), ...money(costOfNode(doc as Node, itself)) };
    }
    case 'action':
      return { ...(isInFlight(doc as Action) && { actions: 1 }), ...money(costOfAction(doc as Action)) };
    case 'receiver':
      return { receivers: 1 };
    case 'schedule':
      return { schedules: 1 };
    case 'subscription':
      return { subscriptions: 1 };
    default:
      return {};
  }
}

const money = (cost: number): Partial<Counts> => (cost === 0 ? {} : { cost_per_hour: cost });

/** The nodes a cluster counts: those on its list that do not count themselves, and those that are still to be put on it. */
function placesOf({ nodes, guests = [], reserved = 0 }: Cluster): number {
  const themselves = new Set(guests);
  return nodes.filter((id) => !themselves.has(id)).length + reserved;
}

/** How large a cluster is or is about to be. Where some are to make room for others, they are not counted twice. */
export const sizeOf = ({ nodes, reserved = 0, leaving = 0 }: Cluster): number => nodes.length + reserved - leaving;

export const reachOf = ({ nodes, reserved = 0 }: Cluster): number => nodes.length + reserved;

export const isCountedItself = ({ clusterId, counted }: Node): boolean => clusterId === '' || counted === true;

/** What somebody asked for and has not ended; what comes of it, one action a node, is a part of that. */
export const isInFlight = (action: Action): boolean => action.parentId === null && isOpen(action);
