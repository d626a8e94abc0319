import { type Action, isOpen } from '../action/action.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { resizeOf } from '../cluster/new-size.ts';

export type Sizes = Pick<Cluster, 'minSize' | 'maxSize' | 'desiredCapacity'>;

/**
 * The sizes that somebody who asks for one sees at once: the cluster's, and what resizes that wait for their turn will make of them.
 *
 * @param waiting the actions in the queue of the cluster's lock, in order
 */
export const pendingSizes = (cluster: Sizes, waiting: readonly Action[]): Sizes =>
  waiting.reduce<Sizes>(
    (sizes, action) => {
      if (action.action !== 'CLUSTER_RESIZE' || !isOpen(action) || action.signal === 'cancel') return sizes;
      const { adjustment, minSize = sizes.minSize, maxSize = sizes.maxSize } = resizeOf(action);
      const desiredCapacity = adjustment?.type === 'EXACT_CAPACITY' ? adjustment.number : sizes.desiredCapacity;
      return { minSize, maxSize, desiredCapacity };
    },
    { minSize: cluster.minSize, maxSize: cluster.maxSize, desiredCapacity: cluster.desiredCapacity },
  );
