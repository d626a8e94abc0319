import { type Action, type ActionName, isOpen } from '../action/action.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { resizeOf } from '../cluster/new-size.ts';

export type Sizes = Pick<Cluster, 'minSize' | 'maxSize' | 'desiredCapacity'>;

/**
 * The sizes that somebody who asks for one sees at once: the cluster's, and what will become of them by what works on it and what waits for its turn.
 *
 * @param actions those that hold the cluster's lock and those in its queue, in order
 */
export const pendingSizes = (cluster: Sizes, actions: readonly Action[]): Sizes =>
  actions
    .filter((action) => isOpen(action) && action.signal !== 'cancel')
    .reduce<Sizes>((sizes, action) => ({ ...sizes, ...made(action) }), {
      minSize: cluster.minSize,
      maxSize: cluster.maxSize,
      desiredCapacity: cluster.desiredCapacity,
    });

/** By these members come and go that somebody named; where the size is to change with them, they say so. */
const MOVES: ReadonlySet<ActionName> = new Set<ActionName>(['CLUSTER_ADD_NODES', 'CLUSTER_DEL_NODES', 'CLUSTER_OPERATION']);

/** What an action will have made of them, where it was filed with that in mind. */
function made(action: Action): Partial<Sizes> {
  if (MOVES.has(action.action)) return { ...(typeof action.inputs.number === 'number' && { desiredCapacity: action.inputs.number }) };
  if (action.action !== 'CLUSTER_RESIZE') return {};
  const { adjustment, minSize, maxSize } = resizeOf(action);
  return {
    ...(minSize !== undefined && { minSize }),
    ...(maxSize !== undefined && { maxSize }),
    ...(adjustment?.type === 'EXACT_CAPACITY' && { desiredCapacity: adjustment.number }),
  };
}
