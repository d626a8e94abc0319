import type { Cluster } from '../../domain/cluster/cluster.ts';
import { pendingSizes, type Sizes } from '../../domain/group/pending-sizes.ts';
import type { App } from '../app.ts';

/** The sizes of a cluster as whoever asks now is to see them. */
export async function sizesOf({ store }: Pick<App, 'store'>, { project, lock, ...cluster }: Cluster): Promise<Sizes> {
  const actions = await store.getMany(
    'action',
    workOn(lock).map((id) => ({ project, id })),
  );
  return pendingSizes(cluster, actions);
}

/** The actions that work on a cluster or wait to, in order. */
export const workOn = ({ holders, queue }: Cluster['lock']): readonly string[] => [...holders, ...queue.map(({ actionId }) => actionId)];
