import { type Action, isOpen } from '../../domain/action/action.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import { pendingSizes, type Sizes } from '../../domain/group/pending-sizes.ts';
import type { App } from '../app.ts';

type Stored = Pick<App, 'store'>;

/** More ends in a row than anybody meets. */
const MOST_ENDS = 10;

/**
 * The sizes of a cluster as whoever asks now is to see them.
 *
 * What works on a cluster may end between a look at the cluster and one at what works on it. It lets go of the cluster in the write that ends it, so the look at
 * the cluster is the old one then, and has neither what was asked for nor what became of it: it is taken again.
 */
export async function sizesOf({ store }: Stored, cluster: Cluster): Promise<Sizes> {
  let seen = cluster;
  for (let ends = 0; ends < MOST_ENDS; ends++) {
    const { project, id } = seen;
    const working = workOn(seen.lock);
    const actions = await store.getMany(
      'action',
      working.map((one) => ({ project, id: one })),
    );
    const again = isPast(seen, actions) ? await store.get('cluster', { project, id }) : undefined;
    if (!again || again.version === seen.version) return pendingSizes(seen, actions);
    seen = again;
  }
  return pendingSizes(seen, []);
}

/** Whether something that works on a cluster, as it was seen, has ended since. */
export const isPast = ({ lock }: Pick<Cluster, 'lock'>, actions: readonly Action[]): boolean =>
  actions.filter(isOpen).length < workOn(lock).length;

/** The actions that work on a cluster or wait to, in order. */
export const workOn = ({ holders, queue }: Cluster['lock']): readonly string[] => [...holders, ...queue.map(({ actionId }) => actionId)];
